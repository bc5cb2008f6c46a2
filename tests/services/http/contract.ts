/** The OpenAPI document of the company's systems, and whether requests and answers keep to it. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { z } from 'zod'
import { textOf } from '../../structure/sources.ts'

const reference = z.object({ $ref: z.string() })
const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']) })
const operationShape = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
})
const documentShape = z.object({
  paths: z.record(
    z.string(),
    z.object({
      parameters: z.array(z.unknown()).optional(),
      get: operationShape.optional(),
      post: operationShape.optional(),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

const source: object = parse(textOf('docs/company-systems.openapi.yaml'))
const document = documentShape.parse(source)
/** Schemas by their names. */
export const { schemas } = document.components

const ajv = new Ajv2020({ strict: false, allErrors: true })
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/)
ajv.addFormat('date-time', {
  validate: (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success,
})
ajv.addSchema(source, 'doc')

/** All operations: method and path template, such as `GET /customers/{account}/line`. */
export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  (['get', 'post'] as const).flatMap((method) => (item[method] ? [`${method.toUpperCase()} ${path}`] : [])),
)

const templates = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
}))

/** A request as it arrived. */
export interface Arrived {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: unknown
}

/** What is wrong with a request; empty where it keeps to the document. */
export function requestProblems({ method, path, query, headers, body }: Arrived): string[] {
  const found = operationOf(method, path)
  if (!found) return [`${method} ${path} is not in the document.`]
  const { operation, at } = found
  const problems: string[] = []
  const wanted = operation.parameters.flatMap((one) => ('$ref' in one ? [] : [one]))
  const queries = wanted.filter((one) => one.in === 'query').map(({ name }) => name)
  for (const name of new Set([...queries, ...query.keys()]))
    if (!queries.includes(name)) problems.push(`The query ${name} is not in the document.`)
    else {
      const index = operation.parameters.findIndex((one) => 'name' in one && one.name === name)
      const text = query.get(name)
      const value = /^\d+$/.test(text ?? '') ? Number(text) : text
      problems.push(...problemsOf(`${at}/parameters/${index}/schema`, value, `query ${name}`))
    }
  if (!/^Bearer \S+$/.test(String(headers['authorization']))) problems.push('There is no bearer token.')
  if (method === 'GET') return problems
  const key = headers['idempotency-key']
  problems.push(...problemsOf('/components/parameters/key/schema', key, 'Idempotency-Key'))
  return [...problems, ...problemsOf(`${at}/requestBody/content/${JSON_TYPE}/schema`, body, 'body')]
}

/** What is wrong with an answer; empty where it keeps to the document. */
export function answerProblems(method: string, path: string, status: number, body: unknown): string[] {
  const found = operationOf(method, path)
  if (!found) return []
  const { operation, at } = found
  const response = operation.responses[String(status)]
  if (response === undefined) return [`${method} ${path} is never answered with ${status}.`]
  const shared = reference.safeParse(response)
  const place = shared.success ? shared.data.$ref.slice(1) : `${at}/responses/${status}`
  return problemsOf(`${place}/content/${JSON_TYPE}/schema`, body, `answer ${status}`)
}

/** What is wrong with a value by the schema of this name. */
export function schemaProblems(name: string, value: unknown): string[] {
  return problemsOf(`/components/schemas/${name}`, value, name)
}

/** Method and path template of a request; null where the document has none. */
export function operationNamed(method: string, path: string): string | null {
  return operationOf(method, path)?.name ?? null
}

const JSON_TYPE = 'application~1json'

function operationOf(method: string, path: string) {
  const template = templates.find(({ pattern }) => pattern.test(path))
  const operation = template && document.paths[template.path]?.[method === 'GET' ? 'get' : 'post']
  if (!template || !operation || !['GET', 'POST'].includes(method)) return null
  const at = `/paths/${template.path.replaceAll('/', '~1')}/${method.toLowerCase()}`
  return { operation, at, name: `${method} ${template.path}` }
}

const compiled = new Map<string, ValidateFunction>()

function problemsOf(pointer: string, value: unknown, what: string): string[] {
  const fragment = pointer.split('/').map(encodeURIComponent).join('/')
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `doc#${fragment}` })
  compiled.set(pointer, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`)
}
