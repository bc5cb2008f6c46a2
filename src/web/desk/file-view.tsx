/** A file of a customer in the transcript. Nothing of it is loaded before the agent asks: each look is on record. */

import {
  AudioOutlined,
  DownloadOutlined,
  ExclamationCircleFilled,
  FileExcelOutlined,
  FileOutlined,
  FilePdfOutlined,
  FilePptOutlined,
  FileTextOutlined,
  FileWordOutlined,
  LoadingOutlined,
  PictureOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { FileItem } from '../../console/desk-types.ts'
import { sizeText } from '../shared/sizes.ts'
import { fill } from '../widget/strings.ts'
import { useDesk, useWords } from './desk-context.ts'
import { type FileSign, fileUse, signOf } from './file-kinds.ts'
import { ImageView } from './image-view.tsx'

const SIGNS: Readonly<Record<FileSign, ReactNode>> = {
  image: <PictureOutlined aria-hidden />,
  audio: <AudioOutlined aria-hidden />,
  video: <VideoCameraOutlined aria-hidden />,
  pdf: <FilePdfOutlined aria-hidden />,
  word: <FileWordOutlined aria-hidden />,
  sheet: <FileExcelOutlined aria-hidden />,
  slides: <FilePptOutlined aria-hidden />,
  text: <FileTextOutlined aria-hidden />,
  file: <FileOutlined aria-hidden />,
}

export function FileView({ file }: { readonly file: FileItem }) {
  const { words } = useWords()
  const { api } = useDesk()
  const [isShown, setShown] = useState(false)
  const { id, name, mediaType, size, status } = file
  if (status !== 'stored') {
    return (
      <div className={`file ${status}`}>
        <Named file={file}>
          {status === 'waiting' ? <LoadingOutlined aria-hidden /> : <ExclamationCircleFilled aria-hidden />}{' '}
          {status === 'waiting' ? words.fileWaiting : words.fileFailed}
        </Named>
      </div>
    )
  }
  const use = fileUse(mediaType)
  const address = api.fileAddress(id)
  return (
    <div className="file">
      <Named file={file}>{size !== null && sizeText(size)}</Named>
      {use === 'image' && !isShown && (
        <Button
          size="small"
          title={words.fileLook}
          aria-label={fill(words.fileShowLabel, { name })}
          onClick={() => setShown(true)}
        >
          {words.fileShow}
        </Button>
      )}
      <a
        className="file-download"
        href={address}
        // Saved, whatever it is: no file of a customer is opened as a page.
        download={name}
        rel="noopener"
        title={words.fileLook}
        aria-label={fill(words.fileDownload, { name })}
      >
        <DownloadOutlined aria-hidden />
      </a>
      {isShown && <ImageView address={address} name={name} />}
      {(use === 'audio' || use === 'video') && <Player use={use} address={address} name={name} />}
    </div>
  )
}

function Named({
  file: { name, mediaType },
  children,
}: {
  readonly file: FileItem
  readonly children: ReactNode
}) {
  return (
    <>
      <span className="file-sign">{SIGNS[signOf(mediaType)]}</span>
      <span className="file-name">
        <bdi title={name}>{name}</bdi>
        <small>{children}</small>
      </span>
    </>
  )
}

interface PlayerProps {
  readonly use: 'audio' | 'video'
  readonly address: string
  readonly name: string
}

/** Fetches nothing before the agent plays it. */
function Player({ use: Tag, address, name }: PlayerProps) {
  const { words } = useWords()
  const [isBroken, setBroken] = useState(false)
  if (isBroken) {
    return (
      <p className="file-problem" role="status">
        {words.fileBroken}{' '}
        <Button type="link" size="small" onClick={() => setBroken(false)}>
          {words.tryAgain}
        </Button>
      </p>
    )
  }
  return (
    <Tag
      controls
      preload="none"
      src={address}
      title={words.fileLook}
      aria-label={fill(words.filePlayLabel, { name })}
      onError={() => setBroken(true)}
    />
  )
}
