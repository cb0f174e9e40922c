export default function LanesPage() {
  return <h1>Lanes</h1>
}
