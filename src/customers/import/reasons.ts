/** Why an import rejects, changes or does not take over a cell, in both languages; never what stands in it. */

/** Texts are read after the name of the column; `%` stands for a detail that tells nothing about anybody, `%1` and `%2` for its words. */
const texts = {
  row_width: {
    zh: '这一行有 %1 格，表头有 %2 格',
    en: 'The row has %1 cells, and the header %2.',
  },
  row_not_object: { zh: '这一行不是 JSON 对象', en: 'The line is no JSON object.' },
  cell_nested: { zh: '里面是列表或对象，不是一个值', en: 'holds a list or an object, not a value.' },
  cell_error: { zh: '公式出错，没有值', en: 'is a formula that failed.' },
  number_rounded: {
    zh: '数字过长，已被表格软件舍入；请把这一列存成文本',
    en: 'is a number too long for a spreadsheet, which rounds it: keep the column as text.',
  },
  account_empty: { zh: '为空', en: 'is empty.' },
  account_form: {
    zh: '不是账号：只能有字母、数字和 - . _ /，最多 40 个字符',
    en: 'is no account number of letters, digits and - . _ / only.',
  },
  phone_form: { zh: '不是电话号码', en: 'is no phone number.' },
  email_form: { zh: '不是电子邮箱地址', en: 'is no e-mail address.' },
  language_form: { zh: '既不是 zh 也不是 en', en: 'is neither zh nor en.' },
  status_form: { zh: '既不是 active 也不是 cancelled', en: 'is neither active nor cancelled.' },
  day_form: { zh: '不是 2026-03-05 这样的日期', en: 'is no day such as 2026-03-05.' },
  day_unreal: { zh: '这一天并不存在', en: 'is a day that does not exist.' },
  day_future: { zh: '是将来的日期', en: 'lies in the future.' },
  money_form: { zh: '不是 59.90 这样的金额（元）', en: 'is no amount in yuan such as 59.90.' },
  months_form: { zh: '不是月数', en: 'is no number of months.' },
  number_form: { zh: '不是 1840.75 这样的数字', en: 'is not a number such as 1840.75.' },
  boolean_form: { zh: '看不出是“是”还是“否”', en: 'is neither yes nor no.' },
  text_long: { zh: '超过 % 个字符', en: 'is longer than % characters.' },
  text_control: { zh: '含有控制字符', en: 'holds control characters.' },
  label_value: { zh: '取值只能是 %', en: 'is none of %.' },
  looks_personal: {
    zh: '看起来含有邮箱、电话或身份证号：请写到 customers 里，或从 columns 中去掉',
    en: 'holds what looks like an e-mail address, a phone number or the number of an identity card: map it under `customers`, or take it out of `columns`.',
  },
  repeated: { zh: '与 % 是同一个客户', en: 'is the same customer as %.' },
  erased: {
    zh: '这个账号的客户已要求删除数据：请去掉这一行',
    en: 'is the account of somebody who was erased: take the row out.',
  },
  match_none: {
    zh: '没有账号使用这个邮箱或电话',
    en: 'leads to no account by e-mail address or phone number.',
  },
  match_many: {
    zh: '有多个账号使用这个邮箱或电话',
    en: 'leads to several accounts by e-mail address or phone number.',
  },
  width: { zh: '全角字符改为半角', en: 'was in full width.' },
  form: { zh: '改成统一写法', en: 'was brought into one form.' },
  day: { zh: '改成 2026-03-05 这样的日期', en: 'was brought into the form of 2026-03-05.' },
  money: { zh: '去掉货币符号和千位分隔符', en: 'lost its currency and separators of thousands.' },
  boolean: { zh: '改成 yes 或 no', en: 'became yes or no.' },
  filled: { zh: '为空，按映射填入缺省值', en: 'was empty and got the value the mapping gives.' },
  emptied: { zh: '有误，按映射清空：%', en: 'was wrong and was emptied, as the mapping says: it %' },
  differs: { zh: '与 % 不一致，以那里为准', en: 'says something else than %, which counts.' },
} as const

/** One of the reasons. */
export type ReasonCode = keyof typeof texts

/** A reason, with what its text needs. */
export interface Reason {
  readonly code: ReasonCode
  /** A number, a name of a file, a line; for `emptied` another reason's code, and after a space its detail. */
  readonly detail?: string
}

/** The sentence, to be read after the column's name. */
export function reasonText({ code, detail = '' }: Reason, language: 'zh' | 'en'): string {
  const [first = '', second = ''] = detail.split(' ')
  const inner =
    code === 'emptied' && isCode(first)
      ? reasonText({ code: first, detail: detail.slice(first.length + 1) }, language)
      : detail
  return texts[code][language]
    .replace('%1', first)
    .replace('%2', second)
    .replace('%', () => inner)
}

function isCode(text: string): text is ReasonCode {
  return Object.hasOwn(texts, text)
}

/** Every reason's sentence, for reports that name reasons by their codes. */
export const reasonTexts: Readonly<Record<ReasonCode, { readonly zh: string; readonly en: string }>> = texts
