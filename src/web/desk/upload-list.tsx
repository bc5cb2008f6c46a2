/** Files on their way to the customer, and those that were not taken. */

import { ExclamationCircleFilled, LoadingOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import type { Uploads } from './use-uploads.ts'

/** Names can turn the text around them: they stand apart from it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

export function UploadList({ uploads }: { readonly uploads: Uploads }) {
  const { words } = useWords()
  if (uploads.items.length === 0) return null
  return (
    <ul className="uploads">
      {uploads.items.map((upload) => {
        const { id, file, problem } = upload
        const name = isolated(file.name)
        return (
          <li key={id} className={problem === undefined ? undefined : 'failed'}>
            {problem === undefined ? (
              <LoadingOutlined aria-hidden />
            ) : (
              <ExclamationCircleFilled aria-hidden />
            )}
            <span role={problem === undefined ? 'status' : 'alert'}>
              {problem === undefined
                ? fill(words.attachSending, { name })
                : fill(words.attachFailed, { name, reason: problem })}
            </span>
            {problem !== undefined && (
              <>
                <Button size="small" type="link" onClick={() => uploads.retry(upload)}>
                  {words.attachRetry}
                </Button>
                <Button size="small" type="link" onClick={() => uploads.dismiss(upload)}>
                  {words.attachDismiss}
                </Button>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
