/** Being written. */

import { useWords } from '../console-context.ts'

export function CorpusPage() {
  const { words } = useWords()
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.corpus}</h2>
      </header>
    </article>
  )
}
