/**
 * Which column of a CSV file holds what: by the names people give their columns, or by a mapping.
 */

/** What a file may tell of an appointment. */
export type Field =
  | 'externalId'
  | 'phone'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'date'
  | 'time'
  | 'zone'
  | 'language'
  | 'status'
  | 'waitlist'

/** The column of each field, by its header. Everything else in a row becomes the reminder's data, under the header's own name. */
export type ColumnMapping = Readonly<Partial<Record<Field, string>>>

/** Headers by which a field is known; compared without case, spaces and punctuation. */
const KNOWN: Readonly<Record<Field, readonly string[]>> = {
  externalId: ['id', 'externalid', 'appointmentid', 'apptid', 'reference', 'ref', 'bookingid'],
  phone: [
    'phone',
    'mobile',
    'cell',
    'phonenumber',
    'mobilephone',
    'cellphone',
    'telephone',
    'tel',
    'number',
    'contact',
  ],
  name: ['name', 'patient', 'patientname', 'client', 'clientname', 'customer', 'customername', 'fullname'],
  firstName: ['firstname', 'first', 'givenname', 'forename'],
  lastName: ['lastname', 'last', 'surname', 'familyname'],
  date: [
    'date',
    'appointmentdate',
    'apptdate',
    'day',
    'datetime',
    'appointment',
    'appointmentat',
    'start',
    'starttime',
    'when',
  ],
  time: ['time', 'appointmenttime', 'appttime', 'hour'],
  zone: ['zone', 'timezone', 'tz'],
  language: ['language', 'lang', 'locale'],
  status: ['status', 'appointmentstatus'],
  waitlist: ['waitlist', 'waitinglist', 'earlier', 'wantsearlier'],
}

/** Where each field stands, and which columns are left for the data. */
export interface Columns {
  readonly places: Readonly<Partial<Record<Field, number>>>
  readonly rest: readonly (readonly [name: string, place: number])[]
}

/**
 * Reads a header.
 *
 * @returns the columns, or a sentence naming what is missing and what there is
 */
export function readColumns(header: readonly string[], mapping: ColumnMapping = {}): Columns | string {
  const plainHeader = header.map(plain)
  const places: Partial<Record<Field, number>> = {}
  for (const [field, names] of Object.entries(KNOWN) as [Field, readonly string[]][]) {
    const mapped = mapping[field]
    const place = mapped === undefined ? firstOf(names, plainHeader, places) : plainHeader.indexOf(plain(mapped))
    if (mapped !== undefined && place < 0) return `There is no column "${mapped}". The columns are ${list(header)}.`
    if (place >= 0) places[field] = place
  }
  const missing = [
    ...(places.phone === undefined ? ['the phone number'] : []),
    ...(places.date === undefined ? ['the date'] : []),
  ]
  if (missing.length > 0) {
    return `No column is known to hold ${missing.join(' or ')}. The columns are ${list(header)}; name them with a mapping, such as phone=Mobile.`
  }
  const taken = new Set(Object.values(places))
  return {
    places,
    rest: header.flatMap((name, place) => (taken.has(place) || !name.trim() ? [] : [[name.trim(), place] as const])),
  }
}

function firstOf(
  names: readonly string[],
  header: readonly string[],
  taken: Readonly<Partial<Record<Field, number>>>,
): number {
  const used = new Set(Object.values(taken))
  for (const name of names) {
    const place = header.indexOf(name)
    if (place >= 0 && !used.has(place)) return place
  }
  return -1
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const list = (header: readonly string[]) => header.map((name) => `"${name}"`).join(', ')
