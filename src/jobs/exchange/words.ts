/** Says in a sentence what an import or export does not keep. */

import type { Language } from '../../corpus/types.ts'
import type { Loss, Lost } from './given.ts'

const sentences: Readonly<Record<Loss, Readonly<Record<Language, string>>>> = {
  renamed: { zh: '{n} 个名称改成了本系统的编号', en: '{n} names were made into ids of ours' },
  entities: {
    zh: '{n} 个实体、同义词或词表没有导入',
    en: '{n} entities, synonyms or lookup tables are left out',
  },
  annotations: {
    zh: '{n} 条例句含实体标注，只保留文字或略去',
    en: '{n} phrases with marked entities: the marks are left out, or the phrase',
  },
  regexes: { zh: '{n} 个正则没有导入', en: '{n} regular expressions are left out' },
  prompts: {
    zh: '{n} 处追问或推荐问题没有保留',
    en: '{n} follow-up prompts or suggested questions are left out',
  },
  sources: { zh: '{n} 处来源没有保留', en: '{n} sources are left out' },
  metadata: { zh: '{n} 处元数据没有保留', en: '{n} pieces of metadata are left out' },
  rules: {
    zh: '{n} 处规则、故事、条件或填槽没有导入',
    en: '{n} rules, stories, conditions or slot fillings are left out',
  },
  payloads: {
    zh: '{n} 条回答的按钮、图片或条件没有保留，只留文字',
    en: '{n} responses keep their text, not their buttons, pictures or conditions',
  },
  phraseLong: {
    zh: '{n} 条问法超过 300 字，没有导入',
    en: '{n} phrases of more than 300 characters are left out',
  },
  answerLong: {
    zh: '{n} 条答案超过 4000 字，没有导入',
    en: '{n} answers of more than 4,000 characters are left out',
  },
  variants: { zh: '{n} 条答案的其他说法没有保留', en: '{n} further wordings of answers are left out' },
  titles: { zh: '{n} 个词条的标题没有保留', en: 'the titles of {n} entries are left out' },
  related: { zh: '{n} 个词条的相关问题没有保留', en: 'related entries of {n} entries are left out' },
  tags: { zh: '{n} 个词条的标签没有保留', en: 'tags of {n} entries are left out' },
  validity: { zh: '{n} 个词条的有效期没有保留', en: 'validity dates of {n} entries are left out' },
  dialogs: {
    zh: '{n} 个词条要启动的对话流程没有保留',
    en: 'the dialogs that {n} entries start are left out',
  },
  kinds: { zh: '{n} 个词条的类型没有保留', en: 'the kind of {n} entries is left out' },
  wording: { zh: '{n} 条话术没有保留', en: '{n} pieces of other wording are left out' },
  tests: { zh: '{n} 条回归问题没有保留', en: '{n} held-out questions are left out' },
  files: {
    zh: '{n} 个文件（规则、优惠、词表、坐席设置）不在这种格式里',
    en: '{n} files (rules, offers, lexicon, desk settings) have no place in this format',
  },
  strangers: {
    zh: '{n} 个文件与语料无关，已略过',
    en: '{n} files have nothing to do with a corpus and are passed over',
  },
  background: {
    zh: '{n} 条“与本公司无关”的问题没有保留',
    en: '{n} questions that are nobody’s business are left out',
  },
}

/** Such as: 12 phrases with marked entities: the marks are left out, or the phrase (“I fly to [Rome](city)”). */
export function sentenceOf({ loss, count, example }: Lost, language: Language): string {
  const said = sentences[loss][language].replace('{n}', String(count))
  if (example === null || example === '') return said
  return language === 'zh' ? `${said}（如“${example}”）` : `${said} (such as “${example}”)`
}
