/** The floors of the design: an import goes to its own folder or to a floor below, and never round in a circle. */

import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { filesIn, importsOf, isSource, targetOf, textOf } from './sources.ts'

/** From top to bottom; what shares a line shares a floor. The list of the design, with `dialogs/` above `bot`. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/main.ts', 'src/commands'],
  ['src/server.ts'],
  ['src/console'],
  ['src/api'],
  ['src/channels'],
  ['dialogs'],
  ['src/bot'],
  ['src/jobs'],
  ['src/services'],
  ['src/handoff'],
  ['src/churn'],
  ['src/customers'],
  ['src/corpus'],
  ['src/understanding'],
  ['src/conversations'],
  ['src/accounts'],
  ['src/company'],
  ['src/storage'],
  [
    'src/config.ts',
    'src/errors.ts',
    'src/log.ts',
    'src/metrics.ts',
    'src/worker-process.ts',
    'src/worker-thread.ts',
  ],
]
/** Stand apart: browser code, and types of packages that bring none. */
const APART = ['src/web', 'src/types']

/** Packages that only some places may import, so that what replaces them stays small. */
const KEPT_IN: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^bot(builder|framework)/, ['src/bot', 'src/channels', 'dialogs', 'bench']],
  [/^restify(\/|$)/, ['src/channels', 'src/api', 'src/console', 'src/server.ts', 'bench']],
]

type Sources = ReadonlyMap<string, string>

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`)

/** Number of the floor a file stands on, from the top; undefined where it stands on none. */
function floorOf(file: string): number | undefined {
  const at = FLOORS.findIndex((places) => places.some((place) => isIn(file, place)))
  return at < 0 ? undefined : at
}

/** Imports that go up, out of the browser's part, or into it. */
function wrongWay(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) =>
    importsOf(text).flatMap(({ specifier, typeOnly }) => {
      const target = targetOf(file, specifier)
      if (target === undefined) return []
      const wrong = isIn(file, 'src/web')
        ? !isIn(target, 'src/web') && !typeOnly
        : isIn(target, 'src/web') || goesUp(file, target)
      return wrong ? [`${file} imports ${target}`] : []
    }),
  )
}

function goesUp(file: string, target: string): boolean {
  const [from, to] = [floorOf(file), floorOf(target)]
  return from !== undefined && to !== undefined && to < from
}

/** Packages imported where they do not belong. */
function misplaced(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) =>
    importsOf(text).flatMap(({ specifier }) =>
      KEPT_IN.filter(
        ([name, places]) => name.test(specifier) && !places.some((place) => isIn(file, place)),
      ).map(() => `${file} imports ${specifier}`),
    ),
  )
}

/** The first circle of imports found, as a path; empty without one. Imports of types count too. */
function circle(sources: Sources): string[] {
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (done.has(file)) return []
    for (const { specifier, worker } of importsOf(sources.get(file) ?? '')) {
      const target = worker ? undefined : targetOf(file, specifier)
      const found = target === undefined ? [] : visit(target, [...trail, file])
      if (found.length > 0) return found
    }
    done.add(file)
    return []
  }
  for (const file of sources.keys()) {
    const found = visit(file, [])
    if (found.length > 0) return found
  }
  return []
}

const sources: Sources = new Map(
  filesIn('src', 'dialogs', 'bench')
    .filter(isSource)
    .map((file) => [file, textOf(file)]),
)

describe('the source', () => {
  it('stands on the floors of the design, every file of it', () => {
    const homeless = [...sources.keys()].filter(
      (file) => floorOf(file) === undefined && ![...APART, 'bench'].some((place) => isIn(file, place)),
    )
    expect(homeless).toEqual([])
  })

  it('imports from its own folder and from floors below, and the browser only types', () => {
    expect(wrongWay(sources)).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(circle(sources)).toEqual([])
  })

  it('keeps Bot Framework and restify where they belong', () => {
    expect(misplaced(sources)).toEqual([])
  })

  it('imports only files that exist', () => {
    const missing = [...sources].flatMap(([file, text]) =>
      importsOf(text)
        .map(({ specifier }) => targetOf(file, specifier))
        .filter(
          (target) =>
            target !== undefined && /\.tsx?$/.test(target) && !sources.has(target) && !existsSync(target),
        )
        .map((target) => `${file} imports ${target}`),
    )
    expect(missing).toEqual([])
  })
})

describe('the rules', () => {
  it.each([
    ['a lower floor imports a higher one', 'src/storage/a.ts', "import { b } from '../bot/b.ts'"],
    ['only for a type', 'src/storage/a.ts', "import type { B } from '../bot/b.ts'"],
    ['over several lines', 'src/bot/a.ts', "import {\n  b,\n  type C,\n} from '../channels/b.ts'"],
    ['when it is called', 'src/bot/a.ts', "  const b = await import('../commands/b.ts')"],
    ['by re-exporting', 'src/company/a.ts', "export * from '../corpus/b.ts'"],
    [
      'as a worker',
      'src/storage/a.ts',
      "new Worker(new URL('../understanding/b.worker.ts', import.meta.url))",
    ],
    ['the bot imports a dialog', 'src/bot/a.ts', "import { B } from '../../dialogs/b.ts'"],
    ['the server imports the browser', 'src/console/a.ts', "import { b } from '../web/b.ts'"],
    ['the browser imports the server', 'src/web/a.ts', "import { b, type C } from '../errors.ts'"],
  ])('notice when %s', (_case, file, text) => {
    expect(wrongWay(new Map([[file, text]]))).toHaveLength(1)
  })

  it.each([
    ['src/bot/a.ts', "import { b } from './b.ts'"],
    ['src/bot/a.ts', "import { b } from '../storage/b.ts'"],
    ['dialogs/a.ts', "import { b } from '../src/bot/b.ts'"],
    ['src/web/a.ts', "import type { B } from '../console/b.ts'"],
    ['src/web/a.ts', "import { type B, type C } from '../console/b.ts'"],
  ])('allow %s: %s', (file, text) => {
    expect(wrongWay(new Map([[file, text]]))).toEqual([])
  })

  it('notice a circle through three files', () => {
    const three = new Map([
      ['src/bot/a.ts', "import { b } from './b.ts'"],
      ['src/bot/b.ts', "import type { C } from './c.ts'"],
      ['src/bot/c.ts', "export { a } from './a.ts'"],
    ])
    expect(circle(three)).toEqual(['src/bot/a.ts', 'src/bot/b.ts', 'src/bot/c.ts', 'src/bot/a.ts'])
  })

  it('notice Bot Framework and restify in the wrong place', () => {
    const found = misplaced(
      new Map([
        ['src/conversations/a.ts', "import type { Activity } from 'botbuilder'"],
        ['src/storage/a.ts', "import { x } from 'botframework-connector'"],
        ['src/bot/a.ts', "import { CloudAdapter } from 'botbuilder'\nimport restify from 'restify'"],
      ]),
    )
    expect(found).toHaveLength(3)
  })
})
