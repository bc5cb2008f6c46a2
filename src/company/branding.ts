/** How the chat looks and begins, from `branding.yaml`: names, colours, the button, the first questions. */

import { z } from 'zod'
import { COLOR, contrastOf, READABLE } from './contrast.ts'
import { companyProblems, type Problem, problemMaker } from './problems.ts'
import { readShape, text } from './shape.ts'
import type { Branding, NamedEntry } from './types.ts'
import type { YamlSource } from './yaml-source.ts'

/** The branding of a company that says nothing about it. */
export const PLAIN: Branding = { position: 'right', starters: { zh: [], en: [] } }

const problem = problemMaker(companyProblems)

/** The panel of the chat, as `src/web/widget/styles/colors.css` has it. */
const PANELS = { light: '#ffffff', dark: '#141b1d' } as const

const both = <Inner extends z.ZodType>(inner: Inner) => z.strictObject({ zh: inner, en: inner })
const color = z.string().regex(COLOR, 'a colour is written as #rgb or #rrggbb, in quotes')
const starters = z.array(text(80)).max(4).default([])

const shape = z.strictObject({
  name: both(text(20)).optional(),
  color: z.strictObject({ light: color, dark: color }).optional(),
  logo: z
    .string()
    .trim()
    .regex(/^\S{1,2}$/u, 'the sign is one or two characters')
    .optional(),
  position: z.enum(['left', 'right']).default('right'),
  launcher: both(text(16)).optional(),
  starters: z.strictObject({ zh: starters, en: starters }).default({ zh: [], en: [] }),
})

/** Reads `branding.yaml`; with an error in it, the chat looks as if there were none. */
export function readBranding(source: YamlSource): {
  branding: Branding
  entries: NamedEntry[]
  problems: Problem[]
} {
  const { data, problems } = readShape(shape, source, [])
  if (data === null) return { branding: PLAIN, entries: [], problems }
  const entries = (['zh', 'en'] as const).flatMap((language) =>
    data.starters[language].map((id, at) => ({
      id,
      place: { file: source.file, line: source.lineOf(['starters', language, at]) },
    })),
  )
  // zod says `undefined` for what is left out; after JSON it is not there.
  return { branding: data as Branding, entries, problems: contrastProblems(data.color, source) }
}

function contrastProblems(colors: Branding['color'], source: YamlSource): Problem[] {
  if (colors === undefined) return []
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const ratio = contrastOf(colors[scheme], PANELS[scheme])
    if (ratio >= READABLE) return []
    const at = { file: source.file, line: source.lineOf(['color', scheme]) }
    const message = `color.${scheme} has a contrast of ${ratio.toFixed(1)} to the ${scheme} panel, and text needs ${READABLE}.`
    const fix = scheme === 'light' ? 'Take a darker tone of it.' : 'Take a lighter tone of it.'
    return [problem('branding_contrast', at, message, fix)]
  })
}
