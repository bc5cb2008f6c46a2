/** Finds names in messages: of people who are known, and of those who are introduced or addressed. */

import { normalise } from '../../understanding/normalise.ts'
import { stopWords } from './stop-words.ts'

/** Stands for what was taken out: nothing is joined across it. */
export const CUT = '\n'

/** Parts of Latin names that are shorter are too often words. */
const LATIN_PART_LEAST = 3
/** What is looked at of a message before it is normalised, in UTF-16 units. */
const CAPITALS_WITHIN = 2_000

const COMPOUND = '欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|端木|南宫|独孤'
/** Surnames that hardly ever end or begin another word. */
const SURNAME =
  '王李张刘陈杨赵黄吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧肖曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪田姜范石姚谭廖邹熊陆郝孔崔邱邵孟龙贺赖龚秦侯尹黎' +
  '钟康武乔俞葛毛施陶洪翟颜倪严牛温芦季葛章鲁韦樊阮柳聂齐梅庄辛殷涂裴霍柯甄詹焦欧洪史马林周'
/** Surnames that other words end with: 对方, 关于, 最高, 主任, 工程, 保安, 平时. */
const SURNAME_TOO = '方于高任程安时何许曾段顾江金余常白万钱申向祝'
const NOT_BEFORE = '对双官地各关由提最主责前现离工课流保公治平随及届如几或已不阶时长资现明千交付'
/** Words that begin like a name where somebody is addressed after them. */
const ORDINARY =
  '安排|顾客|任何|余额|周末|周[一二三四五六日天]|高速|高清|方便|时候|许多|金额|万一|常常|马上|何时|申请|安装'

/** The Chinese a name may be in, of three characters at most. */
const NAME = `(?:${COMPOUND}|(?!${ORDINARY})[${SURNAME}${SURNAME_TOO}])`
const SURNAME_ALONE = `(?:${COMPOUND}|[${SURNAME}]|(?<![${NOT_BEFORE}])[${SURNAME_TOO}])`

/** Names by what stands beside them. */
const INTRODUCED: readonly RegExp[] = [
  /(?:我叫|名叫)(?![了你他她过不人客])\s*[:：]?\s*\p{Script=Han}{1,4}/gu,
  /(?:名字|姓名|联系人|收件人|户主)\s*(?:是|为|叫|[:：])(?!谁|什么|我|你|不|否|错)\s*\p{Script=Han}{1,4}/gu,
  // Without such a word only where a surname begins it: 户主变更 is what somebody asks for.
  new RegExp(`(?:名字|姓名|联系人|收件人|户主)\\s*${NAME}\\p{Script=Han}{1,2}`, 'gu'),
  new RegExp(`(?:免贵姓|我姓|贵姓)\\s*[:：]?\\s*(?:${COMPOUND}|\\p{Script=Han})`, 'gu'),
  new RegExp(`${NAME}\\p{Script=Han}{0,2}(?=先生|女士|小姐|太太|阿姨)`, 'gu'),
  // Before these stands what is complained about more often than a name: 客户经理, 维修师傅.
  new RegExp(`${SURNAME_ALONE}(?=师傅|经理|老师)`, 'gu'),
  /\b(?:my name is|my name 's|name is|i am called)\s+[a-z'-]+(?:\s+[a-z'-]+)?/g,
  /\b(?:mr|mrs|ms|miss|dr)\.?\s+[a-z'-]+(?:\s+[a-z'-]+)?/g,
]

/** What introduces a name only where it is written like one: `this is Ann Lee`, but not `this is too slow`. */
const CAPITALISED =
  /\b((?:this is|call me|speaking (?:to|with)|attention of)\s+)(\p{Lu}[\p{Ll}'’-]+)(?:(\s+)(\p{Lu}[\p{Ll}'’-]+))?/giu
const CAPITAL = /^\p{Lu}\p{Ll}/u
/** Words that people write with a capital for weight. */
const WEIGHTY = new Set(
  'ridiculous unacceptable urgent awful terrible horrible outrageous wrong bad good great fraud theft robbery customer support service'.split(
    ' ',
  ),
)

/** A message as people wrote it, without the names that its capitals tell. To be used before normalising. */
export function withoutCapitalised(text: string): string {
  const head = text.slice(0, CAPITALS_WITHIN).normalize('NFKC')
  const form = head.replace(CAPITALISED, (all, words: string, first: string, blank = '', second = '') => {
    if (!isLikeName(first)) return all
    return `${words}${CUT}${isLikeName(second) ? '' : `${blank}${second}`}`
  })
  return form + text.slice(CAPITALS_WITHIN)
}

function isLikeName(word: string): boolean {
  const small = word.toLowerCase()
  return CAPITAL.test(word) && !stopWords.has(small) && !WEIGHTY.has(small)
}

/**
 * A normalised message without names.
 * @param known what finds the names of people who are known, of {@link knownNames}
 */
export function withoutNames(form: string, known: readonly RegExp[]): string {
  return [...known, ...INTRODUCED].reduce((rest, shape) => rest.replace(shape, CUT), form)
}

/** What finds names in normalised messages; Latin ones only as whole words. Null when there are none. */
export function knownNames(names: readonly string[]): RegExp | null {
  const shapes = [...new Set(names.map((name) => normalise(name).trim()))]
    .filter((name) => name.length >= 2)
    // The whole name before its parts.
    .sort((a, b) => b.length - a.length)
    .map(shapeOf)
  return shapes.length === 0 ? null : new RegExp(shapes.join('|'), 'gu')
}

const WORD_CHARACTER = String.raw`[\p{Script=Latin}\d]`
const BEGINS_LATIN = new RegExp(`^${WORD_CHARACTER}`, 'u')
const ENDS_LATIN = new RegExp(`${WORD_CHARACTER}$`, 'u')

function shapeOf(name: string): string {
  const words = name.split(/\s+/).map((word) => word.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&'))
  const before = BEGINS_LATIN.test(name) ? `(?<!${WORD_CHARACTER})` : ''
  const after = ENDS_LATIN.test(name) ? `(?!${WORD_CHARACTER})` : ''
  return `${before}${words.join(String.raw`\s+`)}${after}`
}

/** A customer's name as they may write it: whole, its parts, and a Chinese one without the family name. */
export function formsOfName(name: string): string[] {
  const whole = name.trim()
  if (whole === '') return []
  const parts = /\s/.test(whole)
    ? whole.split(/\s+/).filter((part) => !BEGINS_LATIN.test(part) || part.length >= LATIN_PART_LEAST)
    : /^\p{Script=Han}{3,}$/u.test(whole)
      ? [whole.slice(1)]
      : []
  return [whole, ...parts]
}
