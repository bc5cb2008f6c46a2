/** Finds names in a question: the customer's own, and those that are introduced or addressed. */

import { formsOfName } from '../insight/names.ts'

const COMPOUND = '欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|皇甫|慕容|令狐|宇文|夏侯'
const SURNAMES =
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鐘汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文'
const NAME = `(?:(?:${COMPOUND})|[${SURNAMES}])[\\p{Script=Han}]{0,2}?`
/** Words that begin like a name. */
const ORDINARY =
  '何|高[级級价價]|任|万|萬|常|马上|馬上|安|方|周|金|于|程|江|文|石|黄金|白|龙|段|钱|錢|段|温|史|顾客|顧客'
/** What may follow a name where a sentence goes on. */
const AFTER = String.raw`(?=[\s，。！？,.!?；;、]|$|[，想要的在是有请請你您我帮幫能可])`

const SHAPES: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<=(?:我叫|我名叫|名叫|我是|这是|這是|本人))\s*(?!${ORDINARY})${NAME}${AFTER}`,
    'gu',
  ),
  /(?<=(?:我叫|名叫)\s*[:：]?\s*)(?!了|你|他|她|什么|什麼|不|过|人)[\p{Script=Han}·]{2,4}?(?=[\s，。！？,.!?；;、]|$|[想要在是])/gu,
  /(?<=(?:名字|姓名|联系人|聯繫人|聯絡人|收件人|户主|戶主)\s*(?:是|为|為|叫|[:：])\s*)(?!谁|誰|什么|什麼|我|你|不|否|错)[\p{L}·' ]{1,20}?(?=[，。！？,.!?；;]|$|[想要在的])/gu,
  /(?<=(?:免贵姓|免貴姓|我姓|贵姓)\s*)\p{Script=Han}/gu,
  new RegExp(`${NAME}(?=(?:先生|女士|小姐|太太|阿姨|师傅|師傅|经理|經理))`, 'gu'),
  /(?<=\b(?:my name is|my name's|my name 's|name is|i am called|i'm called|they call me)\s+)(?!not\b|wrong\b|on\b)[\p{L}'’-]+(?:\s+(?!and\b|but\b|i\b|can\b|my\b|from\b|how\b)[\p{L}'’-]+)?/giu,
  /(?<=\b(?:mr|mrs|ms|miss|mister|dr)\.?\s+)[\p{L}'’-]+/giu,
  // Only where it is written like one: "this is Ann Lee", but not "this is too slow".
  /(?<=\b(?:[Tt]his is|[Cc]all me|I am|I'm|[Aa]sk for|[Ss]peaking)\s+)\p{Lu}[\p{Ll}'’-]+\s+\p{Lu}[\p{Ll}'’-]+/gu,
  /(?<=\b(?:[Tt]his is|[Cc]all me)\s+)\p{Lu}\p{Ll}[\p{Ll}'’-]*(?=\s*(?:[,.!?;]|$|here\b|from\b|speaking\b))/gu,
]

const FAMILY_OF_TWO = new RegExp(`^(?:${COMPOUND})(?=\\p{Script=Han}{2})`, 'u')

/** As they may write their own name; of two characters for the family too. */
function formsOf(own: string): string[] {
  const given = own.trim().replace(FAMILY_OF_TWO, '')
  return [...formsOfName(own), given].sort((a, b) => b.length - a.length)
}

/** A text without names. @param own name of whoever wrote it, as it is on record */
export function namesWithin(text: string, own: string | undefined, mark: string): string {
  let rest = text
  for (const form of own === undefined ? [] : formsOf(own.normalize('NFKC'))) {
    if (form.length < 2) continue
    const shape = form.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&').replace(/\s+/g, String.raw`\s*`)
    const isLatin = /^\p{Script=Latin}/u.test(form)
    const bounds = isLatin ? [String.raw`(?<!\p{L})`, String.raw`(?!\p{L})`] : ['', '']
    rest = rest.replace(new RegExp(`${bounds[0]}${shape}${bounds[1]}`, 'giu'), mark)
  }
  return SHAPES.reduce((form, shape) => form.replace(shape, mark), rest)
}
