/** The file `hookswitch a2p init` writes: made-up facts, to be replaced. It holds no credentials. */
export const exampleFacts = `# What carriers of the United States want to know before they let this business write messages.
# Replace everything, then run: hookswitch a2p FILE
# Without an EIN: "soleProprietor" stands in place of "business", "representative" and "lowVolume"; see docs/a2p.md.
name: Acme Clinic              # names everything that is made; used by nothing else in the account
email: office@clinic.example   # told of reviews
primaryProfileSid: BU00000000000000000000000000000000  # Console, Trust Hub: the account's own approved profile
addressSid: AD00000000000000000000000000000000         # Console: an address of the business
business:
  legalName: Acme Clinic LLC   # exactly as on the letter of the IRS
  type: Limited Liability Corporation
  industry: HEALTHCARE
  ein: 12-3456789
  regions: [USA_AND_CANADA]
  website: https://clinic.example
  companyType: private         # private, public, non-profit, government; public: add stockExchange and stockTicker
representative:
  firstName: Ann
  lastName: Lee
  email: ann@clinic.example
  phone: '+12025550123'
  title: Owner
  position: CEO                # Director, GM, VP, CEO, CFO, General Counsel, Other
lowVolume: true                # true: no vetting, about 2000 segments a day; false: vetted, more by score
campaign:
  useCase: ACCOUNT_NOTIFICATION # reminders of appointments
  description: Reminders of appointments to patients of the clinic who asked for them.
  messageFlow: >-
    Patients tick a box at the desk or on https://clinic.example/texts and get up to four messages a month.
    Message and data rates may apply. Reply STOP to end, HELP for help.
  messageSamples:              # 2 to 5, with the business's name
    - 'Acme Clinic: you have an appointment on Monday at 3 pm. Reply STOP to end.'
    - 'Acme Clinic: your appointment on Monday was moved to Tuesday at 4 pm.'
  hasEmbeddedLinks: false
  hasEmbeddedPhone: false
  ageGated: false
  directLending: false
numbers: ['+12025550100']      # numbers of the account that are to write
`
