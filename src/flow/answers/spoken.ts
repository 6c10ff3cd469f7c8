/** Numbers as people say them, in English, Spanish, French and German. */
const words: Readonly<Record<string, string>> = {
  ...{ zero: '0', oh: '0', o: '0', one: '1', two: '2', three: '3', four: '4' },
  ...{ five: '5', six: '6', seven: '7', eight: '8', nine: '9' },
  ...{ cero: '0', uno: '1', una: '1', dos: '2', tres: '3', cuatro: '4', cinco: '5', seis: '6', siete: '7', ocho: '8' },
  ...{ nueve: '9', zéro: '0', un: '1', deux: '2', trois: '3', quatre: '4', cinq: '5', sept: '7', huit: '8', neuf: '9' },
  ...{ null: '0', eins: '1', zwei: '2', zwo: '2', drei: '3', vier: '4', fünf: '5', sechs: '6', sieben: '7', acht: '8' },
  ...{ neun: '9' },
}

const times: Readonly<Record<string, number>> = { double: 2, triple: 3, doppel: 2, doble: 2 }

/** The digits in a text, `double five` included; what is no digit is left out. */
export function spokenDigits(text: string): string {
  let digits = ''
  let repeat = 1
  for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    const digit = /^\d+$/.test(word) ? word : words[word]
    if (digit !== undefined) digits += digit.repeat(repeat)
    repeat = times[word] ?? 1
  }
  return digits
}

const small: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(
      ' ',
    ),
    ...'seventeen eighteen nineteen'.split(' '),
  ].map((word, value) => [word, value]),
)
const tens: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}

/** Whole numbers below a million in an English text, in order: `twelve dollars and fifty cents` gives 12 and 50. */
export function spokenNumbers(text: string): readonly number[] {
  const numbers: number[] = []
  let total: number | undefined
  let part = 0
  const end = () => {
    if (total !== undefined) numbers.push(total + part)
    total = undefined
    part = 0
  }
  for (const word of text
    .toLowerCase()
    .replaceAll('-', ' ')
    .split(/[^\p{L}\p{N}]+/u)) {
    const value = /^\d+$/.test(word) ? Number(word) : (small[word] ?? tens[word])
    if (value !== undefined) {
      if (total !== undefined && part % 10 !== 0 && value > 0) end()
      total ??= 0
      part += value
    } else if (word === 'hundred' && total !== undefined) part *= 100
    else if (word === 'thousand' && total !== undefined) {
      total += part * 1000
      part = 0
    } else if (word !== 'and' || total === undefined) end()
  }
  end()
  return numbers
}
