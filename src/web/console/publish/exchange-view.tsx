/** A corpus as files, and files into the draft. */

import { useMemo } from 'react'
import { useConsole } from '../console-context.ts'
import { exchangeCalls } from './exchange-api.ts'
import { ExportCard } from './export-card.tsx'
import { ImportCard } from './import-card.tsx'
import type { PublishApi } from './publish-api.ts'

export interface ExchangeViewProps {
  readonly api: PublishApi
  /** Shows the draft. */
  toDraft(): void
}

export function ExchangeView({ api, toDraft }: ExchangeViewProps) {
  const { calls, account } = useConsole()
  const exchange = useMemo(() => exchangeCalls(calls), [calls])
  return (
    <>
      <ExportCard api={exchange} revisions={api.revisions} />
      {account.permissions.includes('corpus.edit') && <ImportCard api={exchange} toDraft={toDraft} />}
    </>
  )
}
