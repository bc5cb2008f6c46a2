/** The menu below a WeChat conversation: read from YAML, checked against WeChat's limits before WeChat sees it. */

import { z } from 'zod'
import { closest } from '../../company/closest.ts'
import {
  hasErrors,
  inReadingOrder,
  type Problem,
  problemMaker,
  sourceProblems,
} from '../../company/problems.ts'
import { readShape, text, valueAt } from '../../company/shape.ts'
import { MAX_FILE_BYTES, readTextFile, type SourceFile } from '../../company/source-files.ts'
import { parseYaml, type ValuePath, type YamlSource } from '../../company/yaml-source.ts'
import { LiukeError } from '../../errors.ts'
import { bytesOf } from './text.ts'

const webAddress = text(1_024).regex(/^https?:\/\/[^\s/]+/, 'an address that begins with https://')
const shapes = {
  click: z.strictObject({ type: z.literal('click'), name: text(60), key: text(128) }),
  view: z.strictObject({ type: z.literal('view'), name: text(60), url: webAddress }),
  miniprogram: z.strictObject({
    type: z.literal('miniprogram'),
    name: text(60),
    appid: text(32).regex(/^wx[0-9a-f]{16}$/, 'an appid such as wx0123456789abcdef'),
    pagepath: text(1_024),
    /** Opened where WeChat is too old for mini programs. */
    url: webAddress,
  }),
}
const groupShape = z.strictObject({ name: text(60), sub_button: z.array(z.unknown()).min(1).max(5) })
const menuShape = z.strictObject({ button: z.array(z.unknown()).min(1).max(3) })

/** A button that does something: says its key for the customer, opens a page, or opens a mini program. */
export type MenuAction = z.infer<(typeof shapes)[keyof typeof shapes]>

/** A button that opens a list of others. */
export interface MenuGroup {
  readonly name: string
  readonly sub_button: readonly MenuAction[]
}

/** A menu in WeChat's own terms, as menu/create takes it. */
export interface Menu {
  readonly button: readonly (MenuAction | MenuGroup)[]
}

/** Most bytes of UTF-8 a name may have, and how many Chinese characters of it are shown: at the bottom, and in a list. */
const LIMITS = { button: { bytes: 16, shown: 4 }, sub_button: { bytes: 60, shown: 8 } } as const
const MAX_KEY_BYTES = 128
/** What reads like the id of an entry and not like words. */
const ENTRY_ID = /^[a-z0-9-]+\.[a-z0-9-]+$/

const problem = problemMaker({ ...sourceProblems, menu_name_long: 'warning', menu_entry_unknown: 'error' })

/**
 * Reads a menu.
 * @param entryIds entries of the corpus, which keys may name
 * @returns the menu, and warnings about it
 * @throws LiukeError `menu_unreadable` when there is no such file or it is no UTF-8 text, `menu_invalid` with
 *   file, line and remedy of everything that is wrong in it
 */
export async function loadMenu(
  file: string,
  entryIds: ReadonlySet<string>,
): Promise<{ menu: Menu; warnings: readonly Problem[] }> {
  const { menu, problems } = parseMenu(
    {
      path: file,
      file,
      text: await readTextFile(file, MAX_FILE_BYTES, {
        code: 'menu_unreadable',
        advice: 'Check its name and permissions, and save it as UTF-8.',
      }),
    },
    entryIds,
  )
  if (menu !== null) return { menu, warnings: problems }
  const errors = problems.filter(({ severity }) => severity === 'error')
  const list = errors.map((p) => `  - ${p.file}:${p.line}: ${p.message} ${p.fix}`).join('\n')
  const many = errors.length === 1 ? 'a problem' : `${errors.length} problems`
  throw new LiukeError('menu_invalid', `The menu has ${many}:\n${list}\n`, 'Mend these lines.')
}

/** The menu a YAML text gives, or null, and everything that is wrong in it, in reading order. */
export function parseMenu(
  file: SourceFile,
  entryIds: ReadonlySet<string>,
): { menu: Menu | null; problems: Problem[] } {
  const { source, problems } = parseYaml(file)
  if (source.value === undefined && problems.length === 0)
    problems.push(problem('field_missing', { file: file.file, line: 1 }, 'The file is empty.', EXAMPLE))
  const button: (MenuAction | MenuGroup)[] = []
  if (source.value !== undefined) {
    const outer = readShape(menuShape, source, [])
    problems.push(...outer.problems)
    for (const at of (outer.data?.button ?? []).keys()) {
      const read = readButton(source, ['button', at], entryIds)
      problems.push(...read.problems)
      if (read.button !== null) button.push(read.button)
    }
  }
  // The page that checks of shapes name is about the corpus; a menu is learnt from the shipped one.
  const own = problems.map((p) => ({ ...p, fix: p.fix.replace('docs/corpus.md', 'data/wechat/menu.yaml') }))
  return { menu: hasErrors(own) ? null : { button }, problems: inReadingOrder(own) }
}

const EXAMPLE = 'data/wechat/menu.yaml shows a whole menu.'

type Read<Button> = { readonly button: Button | null; readonly problems: Problem[] }

function readButton(
  source: YamlSource,
  path: ValuePath,
  entryIds: ReadonlySet<string>,
): Read<MenuAction | MenuGroup> {
  if (valueAt(source.value, [...path, 'sub_button']) === undefined)
    return readAction(source, path, 'button', entryIds)
  const { data, problems } = readShape(groupShape, source, path)
  if (data === null) return { button: null, problems }
  problems.push(...nameProblems(data.name, source, path, 'button'))
  const sub_button: MenuAction[] = []
  for (const at of data.sub_button.keys()) {
    const read = readAction(source, [...path, 'sub_button', at], 'sub_button', entryIds)
    problems.push(...read.problems)
    if (read.button !== null) sub_button.push(read.button)
  }
  return { button: { name: data.name, sub_button }, problems }
}

function readAction(
  source: YamlSource,
  path: ValuePath,
  level: keyof typeof LIMITS,
  entryIds: ReadonlySet<string>,
): Read<MenuAction> {
  const at = { file: source.file, line: source.lineOf(path) }
  if (level === 'sub_button' && valueAt(source.value, [...path, 'sub_button']) !== undefined) {
    const message = 'A list in a menu has no lists in it.'
    const fix = 'Move its buttons up, at most 5 to a list.'
    return { button: null, problems: [problem('field_value', at, message, fix)] }
  }
  const type = valueAt(source.value, [...path, 'type'])
  if (!isKind(type)) {
    const message =
      type === undefined ? 'The button does nothing.' : `There is no button of type ${String(type)}.`
    const fix = `Write type: ${Object.keys(shapes).join(', ')}${level === 'button' ? '; or sub_button with a list' : ''}.`
    return { button: null, problems: [problem('field_value', at, message, fix)] }
  }
  const { data, problems } = readShape(shapes[type], source, path)
  if (data === null) return { button: null, problems }
  problems.push(...nameProblems(data.name, source, path, level))
  if (data.type === 'click') problems.push(...keyProblems(data.key, source, path, entryIds))
  return { button: data, problems }
}

function isKind(type: unknown): type is keyof typeof shapes {
  return typeof type === 'string' && Object.hasOwn(shapes, type)
}

function nameProblems(
  name: string,
  source: YamlSource,
  path: ValuePath,
  level: keyof typeof LIMITS,
): Problem[] {
  const { bytes, shown } = LIMITS[level]
  const at = { file: source.file, line: source.lineOf([...path, 'name']) }
  const size = bytesOf(name)
  if (size > bytes) {
    const message = `The name ${name} has ${size} bytes, and WeChat takes ${bytes}.`
    return [
      problem(
        'text_too_long',
        at,
        message,
        `Shorten it to at most ${Math.floor(bytes / 3)} 字 or ${bytes} letters.`,
      ),
    ]
  }
  if (widthOf(name) <= shown * 2) return []
  const message = `WeChat shows about ${shown} 字 or ${shown * 2} letters of a name, and cuts ${name} off.`
  return [problem('menu_name_long', at, message, 'Shorten it.')]
}

/** Width in half-width columns: what is not ASCII counts twice. */
function widthOf(name: string): number {
  return [...name].reduce((width, character) => width + (character < '\u{80}' ? 1 : 2), 0)
}

function keyProblems(
  key: string,
  source: YamlSource,
  path: ValuePath,
  entryIds: ReadonlySet<string>,
): Problem[] {
  const at = { file: source.file, line: source.lineOf([...path, 'key']) }
  const size = bytesOf(key)
  if (size > MAX_KEY_BYTES) {
    const message = `The key has ${size} bytes, and WeChat takes ${MAX_KEY_BYTES}.`
    return [problem('text_too_long', at, message, 'Shorten it, or name an entry by its id.')]
  }
  if (!ENTRY_ID.test(key) || entryIds.has(key)) return []
  const meant = closest(key, entryIds)
  const fix =
    meant === null
      ? 'Name one of the corpus, or write what the customer would say.'
      : `Did you mean ${meant}?`
  return [problem('menu_entry_unknown', at, `There is no entry ${key}.`, fix)]
}
