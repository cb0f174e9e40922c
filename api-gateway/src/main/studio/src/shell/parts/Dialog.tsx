import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './Button'

interface Props {
  title: string
  open: boolean
  onClose: () => void
  wide?: boolean
  children: ReactNode
  /** Buttons at its end; without them there is one to close it. */
  actions?: ReactNode
}

/** A dialog above the page; Escape and a click beside it close it. */
export function Dialog({ title, open, onClose, wide, children, actions }: Props) {
  return (
    <ModalOverlay className="overlay" isOpen={open} onOpenChange={(now) => !now && onClose()} isDismissable>
      <Modal className={wide ? 'modal wide' : 'modal'}>
        <AriaDialog className="dialog">
          <div className="row">
            <Heading slot="title" className="grow">
              {title}
            </Heading>
            <Button look="plain" icon="close" label="Close" onPress={onClose} />
          </div>
          {children}
          {actions && <div className="actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
