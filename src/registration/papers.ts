/**
 * What is handed in about a business, and about a sole proprietor, who has no EIN: policies, papers, and the type of brand.
 *
 * Source: reference twilio-platform.md §11.1, §11.4. That the starter profile and the product of a sole proprietor hold these
 * papers was seen in public examples; the network's own pages send direct customers to the console.
 */
import type { BusinessFacts, Facts, SoleProprietorFacts } from './facts.ts'

/** Something said of a business, by the name the network has for it. */
export interface Paper {
  readonly type: string
  readonly attributes: object
}

/** All that is handed in, beside the address. */
export interface Papers {
  readonly profile: { readonly policySid: string; readonly papers: readonly Paper[] }
  readonly product: { readonly policySid: string; readonly papers: readonly Paper[] }
  readonly brand: { readonly brandType: string; readonly skipAutomaticSecVet?: boolean }
}

/** Whether they are those of somebody without EIN. */
export const isSoleProprietor = (facts: Facts): facts is SoleProprietorFacts => 'soleProprietor' in facts

/** What these facts are handed in as. */
export const papersOf = (facts: Facts): Papers =>
  isSoleProprietor(facts) ? ofSoleProprietor(facts) : ofBusiness(facts)

function ofBusiness(facts: BusinessFacts): Papers {
  const { companyType, stockExchange, stockTicker } = facts.business
  const stock = companyType === 'public' && { stock_exchange: stockExchange, stock_ticker: stockTicker }
  return {
    profile: {
      policySid: 'RNdfbf3fae0e1107f8aded0e7cead80bf5',
      papers: [
        { type: 'customer_profile_business_information', attributes: businessOf(facts) },
        { type: 'authorized_representative_1', attributes: representativeOf(facts) },
      ],
    },
    product: {
      policySid: 'RNb0d4771c2c98518d916a3d4cd70a8f8b',
      papers: [{ type: 'us_a2p_messaging_profile_information', attributes: { company_type: companyType, ...stock } }],
    },
    brand: { brandType: 'STANDARD', skipAutomaticSecVet: facts.lowVolume },
  }
}

function ofSoleProprietor({ soleProprietor }: SoleProprietorFacts): Papers {
  const { firstName, lastName, email, phone, brandName, industry, mobile } = soleProprietor
  const person = { first_name: firstName, last_name: lastName, email, phone_number: phone }
  const brand = { brand_name: brandName, vertical: industry, mobile_phone_number: mobile }
  return {
    profile: {
      policySid: 'RN806dd6cd175f314e1f96a9727ee271f4',
      papers: [{ type: 'starter_customer_profile_information', attributes: person }],
    },
    product: {
      policySid: 'RN670d5d2e282a6130ae063b234b6019c8',
      papers: [{ type: 'sole_proprietor_information', attributes: brand }],
    },
    brand: { brandType: 'SOLE_PROPRIETOR' },
  }
}

function businessOf({ business }: BusinessFacts): object {
  return {
    business_name: business.legalName,
    business_identity: 'direct_customer',
    business_type: business.type,
    business_industry: business.industry,
    business_registration_identifier: 'EIN',
    business_registration_number: business.ein,
    business_regions_of_operation: business.regions.join(','),
    website_url: business.website,
    social_media_profile_urls: '',
  }
}

function representativeOf({ representative }: BusinessFacts): object {
  return {
    first_name: representative.firstName,
    last_name: representative.lastName,
    email: representative.email,
    phone_number: representative.phone,
    business_title: representative.title,
    job_position: representative.position,
  }
}
