import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { Icon } from './Icon'

interface Props {
  /** Shown above it, or only told to screen readers where `bare`. */
  label: string
  bare?: boolean
  value: string | null
  options: readonly (string | { id: string; text: string })[]
  onChange: (value: string) => void
  disabled?: boolean
}

/** One of a list. */
export function Select({ label, bare, value, options, onChange, disabled }: Props) {
  const named = options.map((option) => (typeof option === 'string' ? { id: option, text: option } : option))
  return (
    <AriaSelect
      className="field"
      aria-label={bare ? label : undefined}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      isDisabled={disabled}
      placeholder="choose…"
    >
      {!bare && <Label>{label}</Label>}
      <Button className="button select-button">
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <ListBox className="list" items={named}>
          {(option) => (
            <ListBoxItem className="item" textValue={option.text}>
              {option.text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
