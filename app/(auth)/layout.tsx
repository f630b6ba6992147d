import type { ReactNode } from "react";
import { BrandMark } from "@/components/frame/brand-mark";

/** What stands around the pages that one sees before being let in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-10 sm:justify-center">
      <header className="mb-7 flex items-center gap-2.5 text-lg font-[650] tracking-[-0.015em]">
        <BrandMark />
        Signalbox
      </header>
      <main className="flex w-full justify-center">{children}</main>
    </div>
  );
}
