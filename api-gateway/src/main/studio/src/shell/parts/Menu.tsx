import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Icon, type IconName } from './Icon'

export interface MenuEntry {
  id: string
  text: string
  icon?: IconName
  chosen?: boolean
  disabled?: boolean
}

interface Props {
  label: string
  /** The button that opens it. */
  button: ReactNode
  entries: readonly MenuEntry[]
  onChoose: (id: string) => void
}

/** A button with a list of things to do or to be. */
export function Menu({ label, button, entries, onChoose }: Props) {
  return (
    <MenuTrigger>
      {button}
      <Popover className="popover">
        <AriaMenu className="list" aria-label={label} onAction={(key) => onChoose(String(key))}>
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} className="item" textValue={entry.text} isDisabled={entry.disabled}>
              {entry.icon && <Icon name={entry.icon} />}
              <span className="grow">{entry.text}</span>
              {entry.chosen && <Icon name="check" />}
              {entry.chosen && <span className="hidden-text">chosen</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
