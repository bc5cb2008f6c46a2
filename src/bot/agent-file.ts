/** What customers read who get an agent's file by a link. */

import { say } from '../corpus/phrases.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { toTraditional } from '../understanding/script.ts'
import type { Brain } from './turn.ts'

/** A line with name and link of a file, in the language and script of a conversation. */
export function agentFileNotice(
  { corpus }: Pick<Brain, 'corpus'>,
  { language, locale }: Pick<ConversationsTable, 'language' | 'locale'>,
  file: { readonly name: string; readonly link: string; readonly hours: number },
): string {
  const tag = language ?? locale ?? 'zh'
  const text = say(corpus.phrases, 'agent.file', /^en\b/i.test(tag) ? 'en' : 'zh', file)
  return /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? toTraditional(text) : text
}
