/** One file of a message: an image, something to listen to, or a row to open it from. */

import { useEffect, useState } from 'preact/hooks'
import { sizeText } from '../shared/sizes.ts'
import type { SharedFile } from './attachments.ts'
import { FileIcon } from './icons.tsx'
import type { Strings } from './strings.ts'

/** Kinds every current browser shows; others, SVG above all, are only offered to be opened. */
const IMAGE = /^image\/(jpeg|png|gif|webp)$/u
const AUDIO = /^audio\//u

/** Address of a file that is only in this browser, while the component stands. */
function useLocalAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => {
      setAddress(undefined)
      URL.revokeObjectURL(made)
    }
  }, [blob])
  return address
}

export function isImage(mediaType: string): boolean {
  return IMAGE.test(mediaType)
}

/** A small picture of a file that is not sent yet; undefined where there is none to be had. */
export function Thumbnail({ file }: { file: File }) {
  const address = useLocalAddress(isImage(file.type) ? file : undefined)
  const [broken, setBroken] = useState(false)
  if (!address || broken) return <FileIcon />
  return <img src={address} alt="" onError={() => setBroken(true)} />
}

export interface FileViewProps {
  readonly file: SharedFile
  /** Address of the Liuke server: pictures and sound are loaded from nowhere else. */
  readonly server: string
  readonly words: Strings
  /** Asks for links that work again; false when that failed. */
  refresh(): Promise<boolean>
  /** Tells the customer that a file could not be opened. */
  unopened(): void
}

export function FileView({ file, server, words, refresh, unopened }: FileViewProps) {
  const { name, mediaType, size, url, blob, freshUntil = 0 } = file
  const local = useLocalAddress(isImage(mediaType) ? blob : undefined)
  const [broken, setBroken] = useState<string>()
  const own = url !== undefined && new URL(url).origin === new URL(server).origin ? url : undefined
  const source = own ?? local
  // Asked when it matters: the message may have stood here for hours.
  const isStale = () => url !== undefined && Date.now() > freshUntil
  const fail = () => {
    setBroken(source)
    if (isStale()) void refresh()
  }
  /** The signature of an old link is no longer good: the click waits for a new one. */
  const open = async (event: MouseEvent & { currentTarget: HTMLAnchorElement }) => {
    if (!isStale()) return
    event.preventDefault()
    const link = event.currentTarget
    if (!(await refresh())) unopened()
    // The link has its new address by now; it is opened as the customer asked.
    else window.open(link.href, '_blank', 'noopener,noreferrer')
  }
  const linked = (content: preact.ComponentChildren, kind: string) =>
    url === undefined ? (
      <span class={kind}>{content}</span>
    ) : (
      <a
        class={kind}
        href={url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        onClick={(event) => void open(event)}
      >
        {content}
        <span class="hidden-text">{words.linkNewTab}</span>
      </a>
    )
  if (source && source !== broken && isImage(mediaType)) {
    const image = <img src={source} alt={name} loading="lazy" referrerpolicy="no-referrer" onError={fail} />
    return linked(image, 'picture')
  }
  const row = (
    <>
      <FileIcon />
      <span class="named">
        <bdi>{name}</bdi>
        {size !== undefined && <small>{sizeText(size)}</small>}
      </span>
    </>
  )
  return (
    <>
      {linked(row, 'file')}
      {own && own !== broken && AUDIO.test(mediaType) && (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a customer said
        <audio controls preload="none" src={own} aria-label={name} onError={fail} />
      )}
    </>
  )
}
