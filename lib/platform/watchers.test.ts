import { afterEach, describe, expect, it, vi } from "vitest";
import { Store, Watchers } from "./watchers";

afterEach(() => vi.unstubAllGlobals());

describe("watchers", () => {
  it("hear the news until they leave", () => {
    const watchers = new Watchers<[string]>();
    const heard: string[] = [];
    const leave = watchers.watch((news) => heard.push(news));
    watchers.notify("one");
    leave();
    leave();
    watchers.notify("two");
    expect(heard).toEqual(["one"]);
    expect(watchers.size).toBe(0);
  });

  it("are each called once for each time they came, with the same function too", () => {
    const watchers = new Watchers();
    const watcher = vi.fn();
    const leave = watchers.watch(watcher);
    watchers.watch(watcher);
    watchers.notify();
    expect(watcher).toHaveBeenCalledTimes(2);
    leave();
    watchers.notify();
    expect(watcher).toHaveBeenCalledTimes(3);
  });

  it("are not kept from hearing by one that throws, and what it threw is not lost", () => {
    const thrown: unknown[] = [];
    const watchers = new Watchers((error) => thrown.push(error));
    const broken = new Error("broken");
    const after = vi.fn();
    watchers.watch(() => {
      throw broken;
    });
    watchers.watch(after);
    expect(() => watchers.notify()).not.toThrow();
    expect(after).toHaveBeenCalledOnce();
    expect(thrown).toEqual([broken]);
  });

  it("report what is thrown to the browser, where nobody else takes it", () => {
    const reportError = vi.fn();
    vi.stubGlobal("reportError", reportError);
    const watchers = new Watchers();
    const broken = new Error("broken");
    watchers.watch(() => {
      throw broken;
    });
    watchers.notify();
    expect(reportError).toHaveBeenCalledExactlyOnceWith(broken);
  });

  it("may come and leave while the news goes round: who has left is not called, who came hears the next", () => {
    const watchers = new Watchers();
    const late = vi.fn();
    const left = vi.fn();
    let leave = (): void => undefined;
    const stop = watchers.watch(() => {
      leave();
      watchers.watch(late);
      stop();
    });
    leave = watchers.watch(left);
    watchers.notify();
    expect(left).not.toHaveBeenCalled();
    expect(late).not.toHaveBeenCalled();
    watchers.notify();
    expect(late).toHaveBeenCalledOnce();
  });
});

describe("a store", () => {
  it("gives the same value until it is set to another, and only then calls who watches", () => {
    const first = { count: 1 };
    const store = new Store(first);
    const seen: { count: number }[] = [];
    store.watch(() => seen.push(store.read()));
    expect(store.read()).toBe(first);
    store.set(first);
    expect(seen).toEqual([]);
    store.set({ count: 2 });
    expect(seen).toEqual([{ count: 2 }]);
    expect(store.read()).toBe(store.read());
  });
});
