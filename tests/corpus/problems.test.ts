import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { loadCorpus } from '../../src/corpus/load.ts'
import { corpusProblems } from '../../src/corpus/problem-codes.ts'
import {
  BACKGROUND,
  corpusWith,
  ENTRIES,
  entry,
  type Files,
  onDisk,
  smallCompany,
  smallCorpus,
  TESTS,
} from './small-corpus.ts'

type Code = keyof typeof corpusProblems

/** What was changed in an otherwise faultless corpus, and the code and line that must come of it. */
interface Row {
  readonly code: Code
  readonly at: string
  readonly files?: Files
  readonly company?: Files
  /** Codes that follow from the same mistake. */
  readonly also?: readonly Code[]
}

const swap = (from: string, to: string) => {
  if (!ENTRIES.includes(from)) throw new Error(`The entries do not hold ${from}.`)
  return { 'faq/sample.yaml': ENTRIES.replace(from, () => to) }
}
const answers = await readFile(path.join(import.meta.dirname, '../../corpus/phrases/answers.yaml'), 'utf8')
const commands = await readFile(path.join(import.meta.dirname, '../../corpus/lexicon/commands.yaml'), 'utf8')
const extra = (text: string) => ({ 'faq/extra.yaml': text })
const wording = (text: string) => ({ 'phrases/extra.yaml': text })
const without = (key: string) => ({
  'phrases/answers.yaml': answers.replace(new RegExp(`^${key}:\n( {2}.*\n)+`, 'm'), ''),
})
const company = (text: string): Files => ({ ...smallCompany, 'extra.yaml': text })
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

const rows: Row[] = [
  { code: 'yaml_syntax', at: 'corpus/faq/extra.yaml:2', files: extra('- id: a.b\n\tkind: faq\n') },
  { code: 'yaml_syntax', at: 'corpus/faq/extra.yaml:3', files: extra('- id: a.b\n\n---\n- id: c.d\n') },
  { code: 'yaml_too_deep', at: 'corpus/faq/extra.yaml:1', files: extra('['.repeat(30) + ']'.repeat(30)) },
  {
    code: 'yaml_too_deep',
    at: 'corpus/faq/extra.yaml:1',
    files: extra('['.repeat(100_000)),
    also: ['yaml_syntax'],
  },
  {
    code: 'yaml_alias',
    at: 'corpus/tests/extra.yaml:2',
    files: { 'tests/extra.yaml': '- entry: plan.list\n  zh: &same [有哪些可以办]\n' },
  },
  { code: 'yaml_tag', at: 'corpus/faq/sample.yaml:6', files: swap('- 套餐一', '- !!js/function 套餐一') },
  { code: 'yaml_key', at: 'corpus/handoff.yaml:1', files: { 'handoff.yaml': '{ a: 1 }: 2\n' } },
  {
    code: 'yaml_duplicate_key',
    at: 'corpus/faq/sample.yaml:3',
    files: swap('  title:', '  kind: faq\n  title:'),
  },
  { code: 'text_control', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '套餐\u202e一') },
  { code: 'text_control', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '"套餐\\u0007一"') },
  { code: 'text_control', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '"套餐\\uD800一"') },

  {
    code: 'field_unknown',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  relatd: []\n  phrases:'),
  },
  {
    code: 'field_unknown',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  __proto__: {}\n  phrases:'),
  },
  { code: 'field_missing', at: 'corpus/faq/sample.yaml:1', files: swap('  kind: faq\n', '') },
  { code: 'field_type', at: 'corpus/faq/sample.yaml:6', files: swap('- 套餐一', '- 10086') },
  { code: 'field_type', at: 'corpus/faq/extra.yaml:1', files: extra('entries: []\n') },
  { code: 'field_value', at: 'corpus/faq/sample.yaml:2', files: swap('kind: faq', 'kind: fqa') },
  { code: 'language_missing', at: 'corpus/faq/sample.yaml:3', files: swap(', en: plan title', '') },
  { code: 'text_empty', at: 'corpus/faq/sample.yaml:6', files: swap('- 套餐一', '- "  "') },
  { code: 'text_too_long', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '长'.repeat(301)) },
  {
    code: 'list_too_long',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  related: [bill.view, bill.view, bill.view, bill.view]\n  phrases:'),
  },

  { code: 'entries_missing', at: 'corpus:1', files: { 'faq/sample.yaml': '[]', 'tests/sample.yaml': '[]' } },
  {
    code: 'entries_too_many',
    at: 'corpus/faq/extra.yaml:1',
    files: extra('- {id: a.b}\n'.repeat(5001)),
    also: ['entry_twice', 'field_missing', 'related_unknown', 'test_entry_unknown'],
  },
  {
    code: 'entry_id',
    at: 'corpus/faq/extra.yaml:1',
    files: extra(entry('Bill_View', '新', 'new')),
    also: ['tests_none'],
  },
  {
    code: 'entry_id',
    at: 'corpus/faq/extra.yaml:1',
    files: extra(entry('__proto__', '新', 'new')),
    also: ['tests_none'],
  },
  { code: 'entry_twice', at: 'corpus/faq/sample.yaml:1', files: extra(entry('plan.list', '新', 'new')) },
  { code: 'entry_dialog', at: 'corpus/faq/sample.yaml:2', files: swap('kind: faq', 'kind: dialog') },
  {
    code: 'entry_dialog',
    at: 'corpus/faq/sample.yaml:3',
    files: swap('  title:', '  dialog: plan.list\n  title:'),
  },
  {
    code: 'entry_tag',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  tags: [Sale]\n  phrases:'),
  },
  {
    code: 'entry_tag',
    at: 'corpus/faq/sample.yaml:6',
    files: swap('  phrases:', '  tags:\n    - sale\n    - sale\n  phrases:'),
  },
  {
    code: 'entry_validity',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  valid: { from: 2026-02-30 }\n  phrases:'),
  },
  {
    code: 'entry_validity',
    at: 'corpus/faq/sample.yaml:6',
    files: swap('  phrases:', '  valid:\n    from: 2026-02-02\n    until: 2026-02-01\n  phrases:'),
  },
  {
    code: 'related_unknown',
    at: 'corpus/faq/sample.yaml:4',
    files: swap('  phrases:', '  related: [bill.veiw]\n  phrases:'),
  },
  {
    code: 'related_self',
    at: 'corpus/faq/sample.yaml:6',
    files: swap('  phrases:', '  related:\n    - bill.view\n    - plan.list\n  phrases:'),
  },
  {
    code: 'title_long',
    at: 'corpus/faq/sample.yaml:3',
    files: swap('套餐题目', '这个题目实在是太长太长太长太长太长了'),
  },
  { code: 'title_long', at: 'corpus/faq/sample.yaml:3', files: swap('plan title', 'long '.repeat(9)) },
  { code: 'title_twice', at: 'corpus/faq/sample.yaml:43', files: swap('账单题目', '套餐题目') },
  { code: 'title_twice', at: 'corpus/faq/sample.yaml:43', files: swap('账单题目', '套餐三') },
  { code: 'phrases_few', at: 'corpus/faq/sample.yaml:5', files: swap('      - 套餐一\n', '') },
  { code: 'phrase_twice', at: 'corpus/faq/sample.yaml:46', files: swap('账单一', '套餐三') },
  { code: 'phrase_twice', at: 'corpus/faq/sample.yaml:46', files: swap('账单一', '“ 套 餐 三 ”！') },
  {
    code: 'phrase_twice',
    at: 'corpus/faq/sample.yaml:46',
    files: { 'faq/sample.yaml': ENTRIES.replace('套餐一', '賬單怎麼看').replace('账单一', '账单怎么看？') },
  },
  { code: 'phrase_repeated', at: 'corpus/faq/sample.yaml:7', files: swap('套餐二', '套餐一。') },
  { code: 'answer_long', at: 'corpus/faq/sample.yaml:38', files: swap('您好，', '好'.repeat(201)) },
  { code: 'answer_long', at: 'corpus/faq/sample.yaml:39', files: swap('The price', 'very '.repeat(121)) },

  {
    code: 'template_brace',
    at: 'corpus/faq/sample.yaml:38',
    files: swap('{plan.basic.price} 元', '{{plan.basic.price}} 元'),
  },
  {
    code: 'template_brace',
    at: 'corpus/faq/sample.yaml:40',
    files: swap('zh: 您好，价格是 {plan.basic.price} 元。', 'zh: |\n      您好\n      {Price} 元'),
  },
  { code: 'template_brace', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '套餐{plan.basic.price}') },
  { code: 'template_choice', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', '(套餐|资费)一') },
  {
    code: 'variable_unknown',
    at: 'corpus/faq/sample.yaml:40',
    files: swap('zh: 您好，价格是 {plan.basic.price} 元。', 'zh: |\n      您好\n      {plan.basic.prize} 元'),
  },
  {
    code: 'variable_unknown',
    at: 'corpus/faq/sample.yaml:38',
    files: swap('{plan.basic.price} 元', '{price} 元'),
  },
  { code: 'text_language', at: 'corpus/faq/sample.yaml:6', files: swap('套餐一', 'which plans do you have') },
  { code: 'text_language', at: 'corpus/faq/sample.yaml:22', files: swap('plan 1', '有什么套餐') },

  {
    code: 'test_entry_unknown',
    at: 'corpus/tests/sample.yaml:4',
    files: { 'tests/sample.yaml': TESTS.replace('plan.list|bill.view', 'plan.list|bill.veiw') },
    also: ['tests_none'],
  },
  {
    code: 'test_is_phrase',
    at: 'corpus/tests/sample.yaml:2',
    files: { 'tests/sample.yaml': TESTS.replace('都有啥可以选', '套餐、三！') },
  },
  {
    code: 'test_is_phrase',
    at: 'corpus/tests/out-of-scope.yaml:2',
    files: { 'tests/out-of-scope.yaml': 'en:\n  - Unrelated question 7\n' },
  },
  {
    code: 'test_twice',
    at: 'corpus/tests/sample.yaml:5',
    files: { 'tests/sample.yaml': TESTS.replace('看看 my 费用', '都有啥可以选？') },
  },
  {
    code: 'tests_none',
    at: 'corpus/faq/sample.yaml:41',
    files: { 'tests/sample.yaml': TESTS.replace('plan.list|bill.view', 'plan.list') },
  },
  {
    code: 'background_few',
    at: 'corpus/lexicon/background.yaml:1',
    files: { 'lexicon/background.yaml': 'en: [weather]' },
  },
  {
    code: 'background_is_phrase',
    at: 'corpus/lexicon/background.yaml:52',
    files: { 'lexicon/background.yaml': `${BACKGROUND}  - plan 3\n` },
  },
  {
    code: 'phrase_repeated',
    at: 'corpus/lexicon/background.yaml:52',
    files: { 'lexicon/background.yaml': `${BACKGROUND}  - unrelated question 3\n` },
  },

  { code: 'wording_missing', at: 'corpus:1', files: without('clarify.ask') },
  {
    code: 'wording_unknown',
    at: 'corpus/phrases/extra.yaml:1',
    files: wording('clarify.aks: { zh: 您是问, en: Do you mean }'),
  },
  {
    code: 'wording_twice',
    at: 'corpus/phrases/extra.yaml:1',
    files: wording('clarify.ask: { zh: 您是问, en: Do you mean }'),
  },
  {
    code: 'wording_value_unknown',
    at: 'corpus/phrases/extra.yaml:2',
    files: { ...without('clarify.ask'), ...wording('clarify.ask:\n  zh: 您好{name}\n  en: Do you mean\n') },
  },
  {
    code: 'wording_value_unused',
    at: 'corpus/phrases/system.yaml:2',
    files: {
      'phrases/system.yaml': (await smallCorpus())
        ['phrases/system.yaml']!.replace(
          /^[\s\S]*?(?=^error\.sorry)/m,
          'too-long:\n  { zh: 太长了, en: "Too long, keep it under {limit}" }\ncommand.cancelled: { zh: 好, en: ok }\ncommand.nothing-to-cancel: { zh: 好, en: ok }\ncommand.started-over: { zh: 好, en: ok }\n',
        )
        .replace(/^too-long:\n {2}zh.*\n {2}en.*\n/m, ''),
    },
  },
  {
    code: 'wording_privacy',
    at: 'corpus/phrases/greeting.yaml:1',
    files: {
      'phrases/greeting.yaml':
        'disclosure.welcome: { zh: 我是机器人, en: "I am a bot, {privacy}" }\ndisclosure.short: { zh: "{privacy} 机器人", en: "bot {privacy}" }\nhelp: { zh: 帮助, en: help }\n',
    },
  },

  {
    code: 'command_missing',
    at: `corpus/lexicon/commands.yaml:${lineOf(commands, '  en: [cancel')}`,
    files: { 'lexicon/commands.yaml': commands.replace(/^ {2}en: \[cancel.*$/m, '  en: []') },
  },
  {
    code: 'command_twice',
    at: `corpus/lexicon/commands.yaml:${lineOf(commands, '  en: [help')}`,
    files: { 'lexicon/commands.yaml': commands.replace('en: [help', 'en: [Cancel!, help') },
  },
  {
    code: 'command_marker',
    at: `corpus/lexicon/commands.yaml:${lineOf(commands, '  en: [what about')}`,
    files: { 'lexicon/commands.yaml': commands.replace('en: [what about …', 'en: [what about') },
  },
  { code: 'command_hides_phrase', at: 'corpus/faq/sample.yaml:22', files: swap('plan 1', 'never mind') },

  {
    code: 'desk_id',
    at: 'corpus/desk.yaml:2',
    files: { 'desk.yaml': 'tags:\n  - id: Too Long\n    name: { zh: 太长, en: Too long }\n' },
  },
  {
    code: 'desk_twice',
    at: 'corpus/desk.yaml:3',
    files: {
      'desk.yaml':
        'tags:\n  - { id: vip, name: { zh: 贵宾, en: VIP } }\n  - { id: vip, name: { zh: 客户, en: VIP } }\n',
    },
  },
  {
    code: 'language_missing',
    at: 'corpus/desk.yaml:2',
    files: { 'desk.yaml': 'canned:\n  - { id: hi, title: { zh: 你好, en: Hi }, text: { zh: 你好 } }\n' },
  },
  {
    code: 'variable_unknown',
    at: 'corpus/desk.yaml:2',
    files: {
      'desk.yaml':
        'canned:\n  - { id: hi, title: { zh: 你好, en: Hi }, text: { zh: "{agent}你好", en: Hello there } }\n',
    },
  },
  {
    code: 'field_value',
    at: 'corpus/desk.yaml:1',
    files: { 'desk.yaml': 'block_hours: 2000\n' },
  },

  { code: 'file_unused', at: 'corpus/faqs/sample.yaml:1', files: { 'faqs/sample.yaml': '[]' } },

  { code: 'company_key', at: 'company/extra.yaml:2', company: company('shop:\n  Opening-Hours: 9\n') },
  { code: 'company_key', at: 'company/extra.yaml:1', company: company('open: 9\n') },
  { code: 'company_key', at: 'company/extra.yaml:2', company: company('shop:\n  __proto__: 9\n') },
  {
    code: 'company_duplicate_key',
    at: 'company/extra.yaml:2',
    company: company('plan:\n  basic: { price: 60 }\n'),
  },
  { code: 'company_duplicate_key', at: 'company/extra.yaml:2', company: company('plan:\n  basic: 60\n') },
  {
    code: 'company_time_zone',
    at: 'company/company.yaml:4',
    company: { 'company.yaml': smallCompany['company.yaml']!.replace('Asia/Shanghai', 'Asia/Qingchuan') },
  },
  {
    code: 'branding_contrast',
    at: 'company/branding.yaml:1',
    company: { ...smallCompany, 'branding.yaml': 'color: { light: "#ffee00", dark: "#ffee00" }\n' },
  },
  {
    code: 'named_entry_unknown',
    at: 'company/branding.yaml:2',
    company: { ...smallCompany, 'branding.yaml': 'starters:\n  zh: [bill.vew]\n  en: [bill.view]\n' },
  },
  {
    code: 'named_entry_unknown',
    at: 'company/greetings.yaml:4',
    company: {
      ...smallCompany,
      'greetings.yaml':
        '- id: a\n  after: { idle: 9 }\n  text: { zh: 您好, en: Hello }\n  starters: [bill.gone]\n',
    },
  },
  { code: 'language_missing', at: 'company/extra.yaml:2', company: company('shop:\n  name: { zh: 店 }\n') },
  {
    code: 'field_unknown',
    at: 'company/extra.yaml:2',
    company: company('shop:\n  name: { zh: 店, en: a, fr: b }\n'),
  },
  {
    code: 'field_type',
    at: 'company/extra.yaml:2',
    company: company('shop:\n  name: { zh: [店], en: a }\n'),
  },
  { code: 'text_empty', at: 'company/extra.yaml:2', company: company('shop:\n  name:\n') },
  {
    code: 'text_too_long',
    at: 'company/extra.yaml:2',
    company: company(`shop:\n  name: ${'x'.repeat(301)}\n`),
  },
]

/** What only a real folder can show. */
const rowsOnDisk: { code: Code; at: string; prepare: (folder: string) => Promise<unknown> }[] = [
  {
    code: 'file_symlink',
    at: 'faq/link.yaml:1',
    prepare: async (folder) =>
      symlink(path.join(await onDisk({ 'out.yaml': '[]' }), 'out.yaml'), path.join(folder, 'faq/link.yaml')),
  },
  {
    code: 'file_symlink',
    at: 'linked:1',
    prepare: async (folder) => symlink(await onDisk({ 'out.yaml': '[]' }), path.join(folder, 'linked')),
  },
  {
    code: 'file_unreadable',
    at: 'faq/gone.yaml:1',
    prepare: (folder) => symlink('nowhere', path.join(folder, 'faq/gone.yaml')),
  },
  {
    code: 'file_unreadable',
    at: 'faq/pipe.yaml:1',
    prepare: (folder) => promisify(execFile)('mkfifo', [path.join(folder, 'faq/pipe.yaml')]),
  },
  {
    code: 'file_too_large',
    at: 'faq/huge.yaml:1',
    prepare: (folder) => writeFile(path.join(folder, 'faq/huge.yaml'), '- a\n'.repeat(300_000)),
  },
  {
    code: 'file_not_utf8',
    at: 'faq/gbk.yaml:1',
    prepare: (folder) => writeFile(path.join(folder, 'faq/gbk.yaml'), Buffer.from([0xcc, 0xd7, 0xb2, 0xcd])),
  },
  {
    code: 'too_many_files',
    at: ':1',
    prepare: async (folder) => {
      await mkdir(path.join(folder, 'faq/many'))
      for (let i = 0; i < 1001; i++) await writeFile(path.join(folder, `faq/many/${i}.yaml`), '')
    },
  },
]

describe('every code of the check', () => {
  test.each(rows)('$code at $at', async ({ code, at, files, company: tables, also = [] }) => {
    const corpus = await corpusWith(files, tables)
    const reported = corpus.problems.map((problem) => `${problem.code} ${problem.file}:${problem.line}`)
    expect(reported).toContain(`${code} ${at}`)
    const unexpected = corpus.problems.filter(
      (problem) => problem.code !== code && !also.some((c) => c === problem.code),
    )
    expect(unexpected).toEqual([])
    for (const problem of corpus.problems) {
      expect(problem.severity).toBe(corpusProblems[problem.code as Code])
      expect(problem.message).toMatch(/^.{5,300}[.:]?$/s)
      expect(problem.fix).toMatch(/^.{5,300}$/s)
    }
  })

  test.each(rowsOnDisk)('$code at $at', async ({ code, at, prepare }) => {
    const folder = await onDisk(await smallCorpus())
    await prepare(folder)
    const corpus = await loadCorpus(folder, await onDisk(smallCompany))
    const reported = corpus.problems.map((problem) => `${problem.code} ${problem.file}:${problem.line}`)
    const place = at.startsWith(':') ? `${folder}${at}` : path.join(folder, at)
    expect(reported).toEqual([`${code} ${place}`])
  })

  test('folder_missing and folder_unreadable name the folder', async () => {
    const folder = await onDisk({ file: '' })
    const missing = await loadCorpus(path.join(folder, 'nothing'), await onDisk(smallCompany))
    expect(missing.problems.map((problem) => problem.code)).toContain('folder_missing')
    const file = await loadCorpus(path.join(folder, 'file'), await onDisk(smallCompany))
    expect(file.problems.map((problem) => problem.code)).toContain('folder_unreadable')
  })

  test('has a row in this file', () => {
    const covered = new Set<string>([...rows, ...rowsOnDisk].map((row) => row.code))
    covered.add('folder_missing').add('folder_unreadable')
    expect(Object.keys(corpusProblems).filter((code) => !covered.has(code))).toEqual([])
  })

  test('is explained in docs/corpus.md with its severity', async () => {
    const docs = await readFile(path.join(import.meta.dirname, '../../docs/corpus.md'), 'utf8')
    const listed = Object.fromEntries(
      [...docs.matchAll(/^\| `([a-z_0-9]+)` +\| (error|warning) +\|/gm)].map(([, code, severity]) => [
        code,
        severity,
      ]),
    )
    expect(listed).toEqual(corpusProblems)
  })
})
