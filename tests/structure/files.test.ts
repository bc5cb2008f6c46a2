/** Names and openings of files, and that no test is left out. */

import { describe, expect, it } from 'vitest'
import { filesIn, isSource, textOf } from './sources.ts'

const files = filesIn('src', 'dialogs', 'tests', 'bench', 'bin', 'corpus', 'data')
/** Written for people, and named as people expect it. */
const isPage = (file: string): boolean => file.endsWith('.md')

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/
const DRAWER = /(^|[-./])(utils?|helpers?|common|misc)([-./]|$)/
const LEFT_OUT = /\b(describe|suite|it|test)(\.\w+)*\.(skip|only|todo|skipIf|runIf|fails)\b|\.skip\(/

describe('files', () => {
  it('have kebab-case names', () => {
    const others = files.filter((file) => !isPage(file) && !file.split('/').every((part) => KEBAB.test(part)))
    expect(others).toEqual([])
  })

  it('say what they hold: no drawers for odds and ends', () => {
    expect(files.filter((file) => DRAWER.test(file))).toEqual([])
  })

  it('of the product, and what tests share, open with a sentence that says what they own', () => {
    const silent = filesIn('src', 'dialogs', 'tests', 'bench')
      .filter((file) => isSource(file) && !file.endsWith('.test.ts'))
      .filter((file) => !/^\/\*\*\s+(\* )?\S[^*]{15,}/.test(textOf(file)))
    expect(silent).toEqual([])
  })
})

describe('tests', () => {
  it('are all run', () => {
    const leftOut = filesIn('tests')
      .filter((file) => isSource(file) && file !== 'tests/structure/files.test.ts')
      .flatMap((file) =>
        textOf(file)
          .split('\n')
          .flatMap((line, at) => (LEFT_OUT.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
      )
    expect(leftOut).toEqual([])
  })

  it('stand in the folder of what they test', () => {
    const known = new Set([
      ...filesIn('src').map((file) => file.split('/')[1] ?? ''),
      // What no single folder of src owns.
      ...['dialogs', 'structure', 'chaos', 'long', 'fuzzing'],
    ])
    const strays = filesIn('tests').filter(
      (file) =>
        file.endsWith('.test.ts') && file.split('/').length > 2 && !known.has(file.split('/')[1] ?? ''),
    )
    expect(strays).toEqual([])
  })
})

describe('the rules', () => {
  it.each([
    'it.skip(',
    'describe.only(',
    'test.todo(',
    'it.each(rows).skip(',
    'it.skipIf(mac)(',
    'context.skip()',
  ])('notice %s', (line) => expect(LEFT_OUT.test(line)).toBe(true))

  it.each(['src/utils.ts', 'src/bot/string-helpers.ts', 'src/common/a.ts', 'tests/test-util.ts'])(
    'notice %s',
    (file) => expect(DRAWER.test(file)).toBe(true),
  )

  it.each(['src/bot/Turn.ts', 'src/bot/turn_storage.ts', 'src/bot/-a.ts'])('refuse %s as a name', (file) =>
    expect(file.split('/').every((part) => KEBAB.test(part))).toBe(false),
  )
})
