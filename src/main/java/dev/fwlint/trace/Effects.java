package dev.fwlint.trace;

import dev.fwlint.model.Action;

/** What targets do to marks, the TTL and tracking. */
final class Effects {
  private static final int MAX_TTL = 255;

  private Effects() {}

  static void apply(Action action, Flow flow) {
    switch (action) {
      case Action.SetMark set -> flow.mark = flow.mark & ~set.clear() ^ set.toggle();
      case Action.SetConnMark set -> {
        if (flow.visibleConnection() != null) {
          flow.connMark = flow.connMark & ~set.clear() ^ set.toggle();
        }
      }
      case Action.SaveMark save -> {
        if (flow.visibleConnection() != null) {
          flow.connMark = flow.connMark & ~save.ctMask() ^ flow.mark & save.nfMask();
        }
      }
      case Action.RestoreMark restore -> {
        if (flow.visibleConnection() != null) {
          flow.mark = flow.mark & ~restore.nfMask() ^ flow.connMark & restore.ctMask();
        }
      }
      case Action.Untrack untrack -> {
        // xt_CT.c: what has a connection keeps it
        if (flow.visibleConnection() == null && !flow.template) {
          flow.untracked = true;
        }
      }
      case Action.Template template ->
          flow.template = flow.template || !flow.tracked && !flow.untracked;
      case Action.SetTtl set ->
          flow.ttl =
              switch (set.kind()) {
                case SET -> set.value();
                case INCREASE -> Math.min(MAX_TTL, flow.ttl + set.value());
                case DECREASE -> Math.max(0, flow.ttl - set.value());
              };
      default -> {}
    }
  }
}
