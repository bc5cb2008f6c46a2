/** Checks what a call brings against the shape it must have. */

import type { z } from 'zod'
import { HttpError } from '../channels/http.ts'

/** @throws HttpError 400 `BadArgument` naming the first thing that is wrong */
export function checked<S extends z.ZodType>(shape: S, body: unknown): z.output<S> {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HttpError(
    400,
    'BadArgument',
    `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}.`,
  )
}
