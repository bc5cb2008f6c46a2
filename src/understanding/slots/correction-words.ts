/** The marks of a correction in both languages, and a fold that keeps every character in its place. */

import { type Lexicon, lexiconOf } from './lexer.ts'

/**
 * What a mark does. `wrong` takes back what was said, `meant` names what is right, `change` asks for another
 * value anywhere in a message; `refusal` corrects only with a break or a link behind it, `contrast` ("not …")
 * also sets two values against each other; `link` leads to the value and `but` to the right one of two;
 * `filler` and `break` stand between marks.
 */
export type CorrectionMark =
  | 'wrong'
  | 'meant'
  | 'change'
  | 'refusal'
  | 'contrast'
  | 'link'
  | 'but'
  | 'filler'
  | 'break'

const MARKS: readonly (readonly [CorrectionMark, string])[] = [
  [
    'wrong',
    '说错了|说错啦|说错|我说错了|我刚才说错了|刚才说错了|刚刚说错了|我刚刚说错了|打错了|打错字了|我打错了|打错|写错了|我写错了|弄错了|我弄错了|搞错了|我搞错了|输错了|我输错了|发错了|我发错了|记错了|我记错了|填错了|我填错了|给错了|我给错了|选错了|我选错了|讲错了|我讲错了|讲错咗|我讲错咗|打错咗|错了|错啦|写错啦|口误|手误|笔误|更正|更正一下|纠正|纠正一下',
  ],
  [
    'wrong',
    'correction|my mistake|my bad|typo|i was wrong|i made a mistake|i made a typo|i got it wrong|i got that wrong|i mistyped|i misspoke|that was wrong|that was a typo|that was a mistake|wrong number|scratch that|strike that',
  ],
  [
    'meant',
    '应该是|应该为|应是|应为|应该系|我是说|我的意思是|我想说的是|我想说|我说的是|我讲的是|我指的是|我系话|正确的是|正确是|正确的应该是|准确地说|准确说是|准确的说是|其实是|实际是|实际上是',
  ],
  [
    'meant',
    "i meant|i mean|i meant to say|i meant to type|i meant to write|what i meant was|what i meant is|what i mean is|i was going to say|i was trying to say|it should be|it should have been|it should've been|that should be|should be|should have been|or rather|actually|the right one is|the correct one is|the right number is|the correct number is|the right code is|the correct code is|the right date is|the right time is|to be precise",
  ],
  [
    'change',
    "改成|改为|改到|改做|换成|换为|换到|换做|更正为|更改为|更改成|变更为|变成|修改为|修改成|make it|make that|let's make it|change it to|change that to|change this to|switch it to|switch that to|move it to|move that to|update it to|correct it to|correct that to",
  ],
  [
    'refusal',
    '不对|不|不不|不不不|唔啱|错|no|no no|nope|nah|wrong|incorrect|not that|not that one|not right|not correct',
  ],
  [
    'refusal',
    "that's wrong|thats wrong|that is wrong|that's not right|thats not right|that's not correct|that is not right|that's incorrect|it's wrong|that isn't right",
  ],
  ['contrast', "不是|唔系|并不是|not|it's not|it is not|that's not|its not|it isn't|isn't"],
  [
    'link',
    "是|系|为|就是|it's|its|it is|that's|that is|the other one:|the other one is|the number is|my number is|the code is|the date is|the time is|the account number is|my account number is|另一个:|另外一个:|那个是|这个是",
  ],
  ['but', '而是|而系|but|but rather'],
  [
    'filler',
    "哦|噢|喔|啊|呀|呃|额|哎|哎呀|啦|了|的|那个|不好意思|抱歉|对不起|对唔住|等等|等一下|等下|等一等|稍等|慢着|我|刚才|刚刚|之前|oh|ah|uh|um|oops|whoops|ouch|sorry|so sorry|i'm sorry|im sorry|i am sorry|my apologies|apologies|wait|hold on|hang on|well|hey|please|and",
  ],
  ['break', ',|.|!|;|:|-|—|–|、|。|…|~|?|\n|·'],
]

export const correctionLexicon: Lexicon<CorrectionMark> = lexiconOf(
  MARKS.flatMap(([kind, words]) => words.split('|').map((word): [string, CorrectionMark] => [word, kind])),
)

/** Traditional characters of the marks. */
const SIMPLE: ReadonlyMap<string, string> = new Map(
  [
    ...'錯错 說说 對对 應应 該该 為为 係系 換换 這这 個个 糾纠 確确 變变 選选 寫写 輸输 發发 記记 給给 講讲 剛刚 話话 準准 實实 際际'.split(
      ' ',
    ),
  ].map((pair): [string, string] => [pair[0] ?? '', pair[1] ?? '']),
)

/**
 * The text in small letters, half width, and with the marks in simplified characters, unit by unit: an offset in
 * the result is an offset in the text.
 */
export function foldInPlace(text: string): string {
  let folded = ''
  for (let at = 0; at < text.length; at++) folded += foldedUnit(text.charAt(at))
  return folded
}

function foldedUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  // Full-width forms of ASCII stand in the same order.
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase()
  if (unit === '’' || unit === '‘') return "'"
  if (unit !== '\n' && /\s/.test(unit)) return ' '
  const lower = unit.toLowerCase()
  return SIMPLE.get(unit) ?? (lower.length === 1 ? lower : unit)
}
