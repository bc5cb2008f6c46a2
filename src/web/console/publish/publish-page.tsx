/** From the draft to customers: check, publish, earlier revisions. */

import { useMemo, useState } from 'react'
import { Choice } from '../../staff/choice.tsx'
import { useConsole, useWords } from '../console-context.ts'
import { DraftView } from './draft-view.tsx'
import { publishCalls } from './publish-api.ts'
import { RevisionsView } from './revisions-view.tsx'

export function PublishPage() {
  const { words } = useWords()
  const { calls } = useConsole()
  const api = useMemo(() => publishCalls(calls), [calls])
  const [view, setView] = useState<'draft' | 'revisions'>('draft')
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.publish}</h2>
        <p>{words.publishAbout}</p>
      </header>
      <Choice
        label={words.pbView}
        value={view}
        values={{ draft: words.pbDraft, revisions: words.pbRevisions }}
        choose={setView}
      />
      {view === 'draft' ? <DraftView api={api} /> : <RevisionsView api={api} />}
    </article>
  )
}
