export function App() {
  return <main>Twinlane Studio</main>
}
