import { expect, test } from "vitest";
import { parseRoute } from "./router";

test.each([
  ["/w/acme/", { screen: "projects" }],
  ["/w/acme/p/PM", { screen: "board", key: "PM", task: null }],
  ["/w/acme/p/PM/", { screen: "board", key: "PM", task: null }],
  ["/w/acme/p/PM/12", { screen: "board", key: "PM", task: "12" }],
  ["/w/acme/sync/", { screen: "saving" }],
  ["/w/acme/sync/more", null],
  ["/w/acme/people/", null],
  ["/w/other/p/PM", null],
  ["/w/acme/p/PM/12/more", null],
])("the address %s opens %j", (path, expected) => {
  expect(parseRoute(path, "acme")).toEqual(expected);
});
