/** Being written. */

import { useWords } from '../console-context.ts'

export function PublishPage() {
  const { words } = useWords()
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.publish}</h2>
      </header>
    </article>
  )
}
