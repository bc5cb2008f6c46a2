/** An image of a customer, shown because the agent asked for it; it can be enlarged and turned. */

import {
  CloseOutlined,
  LoadingOutlined,
  RotateLeftOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons'
import { Button, Image } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'

export interface ImageViewProps {
  readonly address: string
  readonly name: string
}

export function ImageView({ address, name }: ImageViewProps) {
  const { words } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading')

  const shown = () => {
    setState('shown')
    frame.current?.scrollIntoView({ block: 'nearest' })
    // The button that was pressed is gone: who works by keyboard goes on from the image.
    if (document.activeElement !== document.body) return
    frame.current?.querySelector<HTMLElement>('[role="button"]')?.focus({ preventScroll: true })
  }
  if (state === 'broken') {
    return (
      <p className="file-problem" role="status">
        {words.fileBroken}{' '}
        <Button type="link" size="small" onClick={() => setState('loading')}>
          {words.tryAgain}
        </Button>
      </p>
    )
  }
  const tool = (label: string, icon: ReactNode, onClick: () => void, disabled = false) => (
    <Button
      type="text"
      shape="circle"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    />
  )
  return (
    <div className="picture" ref={frame} aria-busy={state === 'loading'}>
      {state === 'loading' && (
        <p role="status">
          <LoadingOutlined aria-hidden /> {words.loading}
        </p>
      )}
      <Image
        src={address}
        alt={name}
        aria-label={fill(words.fileEnlarge, { name })}
        referrerPolicy="no-referrer"
        onLoad={shown}
        onError={() => setState('broken')}
        preview={{
          cover: <ZoomInOutlined aria-hidden />,
          // In the body, antd would lock scrolling with a style of its own, which the page's policy refuses.
          getContainer: () => frame.current?.closest<HTMLElement>('.desk') ?? document.body,
          closeIcon: <CloseOutlined aria-label={words.closePanel} />,
          actionsRender: (_all, { transform: { scale }, actions }) => (
            <div className="picture-tools">
              {tool(words.rotateLeft, <RotateLeftOutlined aria-hidden />, actions.onRotateLeft)}
              {tool(words.rotateRight, <RotateRightOutlined aria-hidden />, actions.onRotateRight)}
              {tool(words.zoomOut, <ZoomOutOutlined aria-hidden />, actions.onZoomOut, scale <= 1)}
              {tool(words.zoomIn, <ZoomInOutlined aria-hidden />, actions.onZoomIn)}
            </div>
          ),
        }}
      />
    </div>
  )
}
