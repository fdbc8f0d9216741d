import { Component, type ReactNode } from "react";

/** What stands there when the page itself fails: the service is untouched, and a reload brings everything back. */
export class Crash extends Component<{ children: ReactNode }, { isCrashed: boolean }> {
  override state = { isCrashed: false };

  static getDerivedStateFromError(): { isCrashed: boolean } {
    return { isCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.isCrashed) return this.props.children;
    return (
      <main role="alert" className="mx-auto flex h-full max-w-md flex-col items-start justify-center gap-3 p-6">
        <h1 className="text-xl font-semibold">The page made a mistake.</h1>
        <p className="text-ink-muted">
          Your runs go on at the service, and nothing is lost. Reloading brings the same screen back.
        </p>
        <button
          type="button"
          onClick={() => window.location.reload()}
          className="h-9 rounded-md bg-accent px-3.5 text-sm font-medium text-accent-ink"
        >
          Reload
        </button>
      </main>
    );
  }
}
