/** A window over the page: the browser's own dialog keeps the focus inside and gives it back. */

import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useWords } from './words.ts'

export interface DialogProps {
  readonly title: string
  /** `side` stands on the right and fills the height; so does `menu`, on the left. */
  readonly kind?: 'middle' | 'side' | 'menu'
  readonly children: ReactNode
  /** Buttons below; without any there is one that closes. */
  readonly actions?: ReactNode
  close(): void
}

/** Open as long as it is rendered. */
export function Dialog({ title, kind = 'middle', children, actions, close }: DialogProps) {
  const { words } = useWords()
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  // Closed before it is taken out of the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it as well, by the browser
    <dialog
      ref={element}
      className={`dialog ${kind}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div className="dialog-content">
        <header>
          <h2 id={heading}>{title}</h2>
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={words.closePanel}
            onClick={close}
          />
        </header>
        <div className="dialog-body">{children}</div>
        {actions && <footer>{actions}</footer>}
      </div>
    </dialog>
  )
}
