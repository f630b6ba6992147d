import { describe, expect, it } from "vitest";
import { addressFault } from "./own-address.rules";

describe("the console's own address", () => {
  it.each([
    "http://localhost:3000",
    "https://signalbox.example",
    "https://signalbox.example/",
    "HTTPS://Signalbox.example:8443",
    "http://[::1]:3000",
    "http://10.0.0.1",
  ])("may be %s", (address) => {
    expect(addressFault(address)).toBeUndefined();
  });

  it.each([
    ["localhost:4340", "write the scheme too, as in http://localhost:4340"],
    ["signalbox.example", "write the scheme too, as in http://signalbox.example"],
    ["//signalbox.example", "write the scheme too, as in http://signalbox.example"],
    ["ftp://signalbox.example", "write the scheme too"],
    ["", "write the scheme too"],
    ["http://", "no address that a browser could open"],
    ["https://signalbox.example:99999", "no address that a browser could open"],
    ["https://proxy.example/signalbox", "write https://proxy.example"],
    ["https://signalbox.example/?a=1", "write https://signalbox.example"],
    ["https://ada:secret@signalbox.example", "user name or password"],
  ])("may not be %j, and the fault says what to do", (address, words) => {
    expect(addressFault(address)).toContain(words);
  });
});
