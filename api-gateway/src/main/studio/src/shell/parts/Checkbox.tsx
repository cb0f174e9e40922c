import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components'
import { Icon } from './Icon'

interface Props extends Omit<CheckboxProps, 'className' | 'children'> {
  children: ReactNode
}

export function Checkbox({ children, ...rest }: Props) {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      {({ isSelected }) => (
        <>
          <span className="box">{isSelected && <Icon name="check" />}</span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}
