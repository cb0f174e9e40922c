import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { Button } from '../shell/parts/Button'
import { Checkbox } from '../shell/parts/Checkbox'
import type { Lane } from './ask'

interface Props {
  lane: Lane
  onLane: (lane: Lane) => void
  write: boolean
  onWrite: (write: boolean) => void
  readOnly: boolean
  running: boolean
  onRun: () => void
  onExplain: () => void
  onCancel: () => void
  shelfShown: boolean
  onShelf: () => void
}

/** What can be done with the statement, and where it is run. */
export function Toolbar(props: Props) {
  return (
    <div className="toolbar">
      {props.running ? (
        <Button look="danger" icon="close" onPress={props.onCancel}>
          Cancel
        </Button>
      ) : (
        <Button look="primary" icon="right" onPress={props.onRun} aria-keyshortcuts="Control+Enter">
          Run
        </Button>
      )}
      <Button onPress={props.onExplain} isDisabled={props.running} aria-keyshortcuts="Control+Shift+Enter">
        Explain
      </Button>
      <ToggleButtonGroup
        aria-label="Lane"
        className="row sql-lanes"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[props.lane]}
        onSelectionChange={(keys) => props.onLane([...keys][0] as Lane)}
      >
        <ToggleButton id="cached" className="button lane-cached">
          CACHED
        </ToggleButton>
        <ToggleButton id="direct" className="button lane-direct">
          DIRECT
        </ToggleButton>
      </ToggleButtonGroup>
      {props.readOnly ? (
        <span className="badge" title="The gateway is set so that nothing can be written from here.">
          read-only
        </span>
      ) : (
        <Checkbox isSelected={props.write} onChange={props.onWrite} isDisabled={props.lane !== 'direct'}>
          Allow writes
        </Checkbox>
      )}
      <span className="grow" />
      <Button aria-pressed={props.shelfShown} onPress={props.onShelf}>
        History and saved
      </Button>
    </div>
  )
}
