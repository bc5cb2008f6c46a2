/** Reads reports back. */
import { LiukeError } from '../../errors.ts'
import { type EvaluationReport, REPORT_FORMAT, REPORT_VERSION, reportShape } from './shape.ts'

/** Whether a parsed JSON value says that it is one of our reports, of whatever version. */
export function isOurs(value: unknown): value is { format: string } {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === REPORT_FORMAT
}

/**
 * Reads a report back.
 * @param name how errors call the file
 * @throws LiukeError `report_foreign`, `report_version`, `report_damaged`
 */
export function parseReport(json: string, name: string): EvaluationReport {
  const value = jsonIn(json)
  if (!isOurs(value)) {
    throw new LiukeError(
      'report_foreign',
      `${name} is no report of \`liuke evaluate\`.`,
      'Name the report.json that an earlier `liuke evaluate --report DIR` wrote.',
    )
  }
  if (!('version' in value) || value.version !== REPORT_VERSION) {
    const version = 'version' in value ? String(value.version) : 'none'
    throw new LiukeError(
      'report_version',
      `${name} is a report of version ${version.slice(0, 20)}; this Liuke reads version ${REPORT_VERSION}.`,
      'Make the earlier report again with this Liuke.',
    )
  }
  const { success, data, error } = reportShape.safeParse(value)
  if (success && hasItsQuestions(data)) return data
  const issue = error?.issues[0]
  const where = issue === undefined ? 'its questions' : issue.path.map(String).join('.')
  throw new LiukeError(
    'report_damaged',
    `${name} is damaged at ${where.slice(0, 100)}.`,
    'Make the earlier report again.',
  )
}

function jsonIn(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''))
  } catch {
    return undefined // no JSON at all: as foreign as any other file
  }
}

/** Whether there are as many questions as the report says. */
function hasItsQuestions({
  questions,
  setting: { questions: inScope, outOfScope },
}: EvaluationReport): boolean {
  return questions.length === inScope + outOfScope
}
