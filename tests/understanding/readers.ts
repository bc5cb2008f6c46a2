/** Everything that reads a customer's words, in one list: what fuzz tests go through. */
import { featuresOf } from '../../src/understanding/classifier/features.ts'
import { type Model, understand } from '../../src/understanding/classifier/model.ts'
import { languageOf } from '../../src/understanding/language.ts'
import { leaningOf } from '../../src/understanding/leaning.ts'
import { moodOf } from '../../src/understanding/mood/mood.ts'
import { negatedWish } from '../../src/understanding/negation/negation.ts'
import { normalise } from '../../src/understanding/normalise.ts'
import { asksWhetherBot, personWish, wishOf } from '../../src/understanding/person-wish/person-wish.ts'
import { asksSomething, piecesOf } from '../../src/understanding/questions.ts'
import { scriptOf } from '../../src/understanding/script.ts'
import { readAccountNumbers } from '../../src/understanding/slots/account-number.ts'
import { readCode } from '../../src/understanding/slots/code.ts'
import { isCorrection } from '../../src/understanding/slots/correction.ts'
import { digitGroups } from '../../src/understanding/slots/digit-groups.ts'
import { slotForm } from '../../src/understanding/slots/form.ts'
import { readMoney } from '../../src/understanding/slots/money.ts'
import { readMonth } from '../../src/understanding/slots/month.ts'
import { readPhone } from '../../src/understanding/slots/phone.ts'
import { readWhen } from '../../src/understanding/slots/when.ts'
import { readYesNo } from '../../src/understanding/slots/yes-no.ts'

/** The moment at which days and times are read. */
export const NOW = Date.UTC(2026, 1, 27, 4)

/** Reads a text; gives plain data. */
export type Reader = (text: string) => unknown

/** All readers by name. The model is asked for when one needs it. */
export function readersOf(model: () => Model): readonly (readonly [name: string, read: Reader])[] {
  return [
    ['normalise', normalise],
    ['featuresOf', (text) => [...featuresOf(normalise(text))]],
    ['understand', (text) => understand(model(), text)],
    ['moodOf', moodOf],
    ['personWish', personWish],
    ['asksWhetherBot', asksWhetherBot],
    ['wishOf', (text) => wishOf(text, understand(model(), text))],
    ['languageOf', (text) => languageOf(text, { current: null })],
    ['languageOf, in English', (text) => languageOf(text, { current: 'en', currentScript: 'hant' })],
    ['scriptOf', scriptOf],
    ['negatedWish', negatedWish],
    ['piecesOf', piecesOf],
    ['asksSomething', asksSomething],
    ['leaningOf', leaningOf],
    ['readAccountNumbers', readAccountNumbers],
    ['readCode', readCode],
    ['isCorrection', isCorrection],
    ['digitGroups', digitGroups],
    ['slotForm', slotForm],
    ['readMoney', readMoney],
    ['readMonth', (text) => readMonth(text, '2026-02')],
    ['readPhone', readPhone],
    ['readWhen', (text) => readWhen(text, NOW, 'Asia/Shanghai', 'zh')],
    [
      'readWhen, in English, of an agreed day',
      (text) => readWhen(text, NOW, 'Europe/London', 'en', '2026-03-01'),
    ],
    ['readYesNo', readYesNo],
  ]
}
