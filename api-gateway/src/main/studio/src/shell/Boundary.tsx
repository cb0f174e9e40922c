import { Component, type ReactNode } from 'react'
import { Button } from './parts/Button'
import { ProblemBox } from './parts/ProblemBox'

/** Keeps the shell standing where a page fails. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) {
      return this.props.children
    }
    return (
      <div className="empty">
        <ProblemBox error={this.state.error} />
        <Button onPress={() => this.setState({ error: null })}>Try again</Button>
      </div>
    )
  }
}
