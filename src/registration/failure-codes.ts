/** Why brands and campaigns are refused, and what to do. Data; source: reference twilio-platform.md §11.3; the advice is ours. */
const EDIT = 'Mend the campaign in the file'
const codes: Readonly<Record<number, readonly [meaning: string, advice: string]>> = {
  30701: ['state or region of the address is invalid', 'Correct the address in the console.'],
  30702: ['the registration was not found at the registry', 'Ask support of the network.'],
  30729: ['the country is not allowed', 'Register a business of a country that is.'],
  30751: ['the mobile number is not supported', 'Name a mobile number of the United States or Canada.'],
  30752: ['the one-time password is late', 'Run it with --again for another text, and answer YES within a day.'],
  30790: ['an internal error of the registry', 'Hand it in again later.'],
  30792: ['a general error of the registry', 'Hand it in again later; then ask support.'],
  30799: ['details could not be verified', 'Write legal name and EIN exactly as on the letter of the IRS.'],
  30880: ['refused for an unknown reason', 'Ask support of the network.'],
  30881: ["the brand's support address is invalid", 'Use an address at the domain of the business.'],
  30882: ['terms and conditions are missing or wrong', 'Publish them where people agree.'],
  30883: ['content is not allowed', `${EDIT}: samples must keep to the rules of carriers.`],
  30884: ['it looks like spam or phishing', `${EDIT}: say who writes, and why.`],
  30885: ['the business is of high risk', 'This kind of business may not use long codes.'],
  30886: ['the description is invalid', `${EDIT}: who writes, to whom, and why.`],
  30887: ['nothing says how to stop', `${EDIT}: a sample says "Reply STOP to end".`],
  30888: ['an age gate is missing', 'Ask for the date of birth before people agree.'],
  30889: ['a phone number in samples is not declared', `${EDIT}: hasEmbeddedPhone.`],
  30890: ['nothing says where to find help', `${EDIT}: say "Reply HELP for help".`],
  30891: ['the website is invalid', 'Put up a website that works and shows the business.'],
  30892: ['a public link shortener is in the samples', `${EDIT}: write links of your own domain in full.`],
  30893: ['samples do not match the use case', `${EDIT}: samples, use case and hasEmbeddedLinks must agree.`],
  30894: ['brand information does not match', 'Name the same business in brand, website and samples.'],
  30895: ['direct lending is not declared', `${EDIT}: directLending.`],
  30896: [
    'how people agree is not good enough',
    `${EDIT}: messageFlow says where, how often, and "message and data rates may apply".`,
  ],
  30897: ['content is disallowed', 'This content may not be sent from long codes.'],
  30898: ['the EIN is used too often', 'Use the brand that is registered already.'],
  30899: ['a carrier refused it', 'Ask support of the network.'],
  30900: ['the use case is not open to this brand', `${EDIT}: another useCase.`],
  30902: ['the connecting aggregator refused it', 'Ask support of the network.'],
  30905: ['the review is not over', 'Wait.'],
  30929: ['emergency alerts are not a permitted use', `${EDIT}: leave emergencies out.`],
  30930: ['the brand has 100 campaigns', 'Delete one that is not used.'],
}

/** A refusal in words. */
export interface Refusal {
  readonly code: number
  readonly meaning: string
  readonly advice: string
}

/** What a code means; codes nobody has told us of are passed on with the page to look at. */
export function refusalOf(code: number): Refusal {
  const [meaning, advice] = codes[code] ?? ['refused', `See https://www.twilio.com/docs/api/errors/${code}.`]
  return { code, meaning, advice }
}
