/** The two right panes while there is nothing to show in them. */
export function NothingOpen({ loading }: { loading: boolean }) {
  return (
    <div className="hidden items-center justify-center bg-canvas text-mute @3xl/approvals:flex @5xl/approvals:col-span-2">
      {loading ? null : <p>What is held appears here with its evidence.</p>}
    </div>
  );
}
