/** From the draft to customers: check, publish, earlier revisions. */

import { useMemo, useState } from 'react'
import { Choice } from '../../staff/choice.tsx'
import { useConsole, useWords } from '../console-context.ts'
import { DraftView } from './draft-view.tsx'
import { ExchangeView } from './exchange-view.tsx'
import { publishCalls } from './publish-api.ts'
import { RevisionsView } from './revisions-view.tsx'

export function PublishPage() {
  const { words } = useWords()
  const { calls } = useConsole()
  const api = useMemo(() => publishCalls(calls), [calls])
  const [view, setView] = useState<'draft' | 'revisions' | 'exchange'>('draft')
  return (
    <article className="page">
      <header className="page-head">
        <h2>{words.publish}</h2>
        <p>{words.publishAbout}</p>
      </header>
      <Choice
        label={words.pbView}
        value={view}
        values={{ draft: words.pbDraft, revisions: words.pbRevisions, exchange: words.exView }}
        choose={setView}
      />
      {view === 'draft' && <DraftView api={api} />}
      {view === 'revisions' && <RevisionsView api={api} />}
      {view === 'exchange' && <ExchangeView api={api} toDraft={() => setView('draft')} />}
    </article>
  )
}
