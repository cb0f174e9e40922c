import { Checkbox } from './parts/Checkbox'
import { Dialog } from './parts/Dialog'
import { useSetting } from './settings'

const KEYS: readonly [string[], string][] = [
  [['Alt', '1'], 'Data (or g d)'],
  [['Alt', '2'], 'SQL (or g s)'],
  [['Alt', '3'], 'Lanes (or g l)'],
  [['Alt', '4'], 'Schema (or g m)'],
  [['?'], 'These keys'],
  [['↑', '↓', '←', '→'], 'In a grid: to another cell'],
  [['Enter'], 'In a grid: edit the cell, or open the row'],
  [['Space'], 'In a grid: open the row'],
  [['Alt', 'Enter'], 'In a grid: open the related row'],
  [['Alt', 'N'], 'In a grid: set the cell to NULL'],
  [['Delete'], 'In a grid: stage the deletion of the row, or take it back'],
  [['Ctrl', 'S'], 'Save what is staged'],
  [['Ctrl', 'Enter'], 'In the SQL editor: run'],
  [['Ctrl', 'Shift', 'Enter'], 'In the SQL editor: explain'],
  [['Enter'], 'In a result: the cell in full'],
  [['+', '-', '0'], 'In the diagram: nearer, farther, all of it'],
  [['Esc'], 'Close what is open'],
]

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [letters, setLetters] = useSetting('letter-keys', 'on')
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {KEYS.map(([keys, does]) => (
            <tr key={does}>
              <td>
                {keys.map((key, at) => (
                  <span key={key}>
                    {at > 0 && ' '}
                    <kbd>{key}</kbd>
                  </span>
                ))}
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Checkbox isSelected={letters === 'on'} onChange={(on) => setLetters(on ? 'on' : 'off')}>
        Single letters are keys, too
      </Checkbox>
    </Dialog>
  )
}
