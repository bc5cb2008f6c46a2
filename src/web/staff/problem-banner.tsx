/** Says below the bar on top what went wrong, until it is dismissed. */

import { CloseOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { useWords } from './words.ts'

export interface ProblemBannerProps {
  /** A sentence; undefined while nothing is wrong. */
  readonly problem: string | undefined
  dismiss(): void
}

export function ProblemBanner({ problem, dismiss }: ProblemBannerProps) {
  const { words } = useWords()
  return (
    <div role="alert">
      {problem !== undefined && (
        <Alert
          role="none"
          type="error"
          banner
          title={problem}
          closable={{
            closeIcon: <CloseOutlined aria-hidden />,
            'aria-label': words.dismiss,
            onClose: dismiss,
          }}
        />
      )}
    </div>
  )
}
