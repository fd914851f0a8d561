package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;

/** What targets do to marks, the TTL and tracking. */
final class Effects {
  private static final int MAX_TTL = 255;
  private static final long ALL_BITS = 0xffff_ffffL;
  private static final int MSS_OPTION = 4;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;

  private Effects() {}

  /**
   * Whether a target whose verdict is not known lets the packet go no further: TPROXY hands it over
   * or drops it, and SYNPROXY answers it (net/netfilter/xt_TPROXY.c, ipt_SYNPROXY.c).
   */
  static boolean ends(Action.Unknown action, Flow flow) {
    int opening = flow.packet.flags() & (FIN | SYN | RST | ACK);
    return switch (action.target()) {
      case "TPROXY" -> true;
      case "SYNPROXY" -> opening == SYN || opening == ACK;
      default -> false;
    };
  }

  /** The length of a TCP packet without options and data. */
  static int bareTcp(Flow flow) {
    return flow.source.family() == Family.IPV4 ? 40 : 60;
  }

  static void apply(Action action, Flow flow) {
    switch (action) {
      case Action.SetMark set -> {
        flow.mark = flow.mark & ~set.clear() ^ set.toggle();
        flow.markOpen &= ~set.clear();
      }
      // xt_TCPMSS.c: a SYN without data gets an option that it lacks
      case Action.Change change when change.target().equals("TCPMSS") ->
          flow.length += flow.length == bareTcp(flow) ? MSS_OPTION : 0;
      case Action.Change change when change.changes().contains("mark") -> {
        flow.markOpen = ALL_BITS;
        flow.connMarkOpen = change.target().equals("CONNMARK") ? ALL_BITS : flow.connMarkOpen;
      }
      case Action.SetConnMark set -> {
        if (flow.visibleConnection() != null) {
          flow.connMark = flow.connMark & ~set.clear() ^ set.toggle();
          flow.connMarkOpen &= ~set.clear();
        }
      }
      case Action.SaveMark save -> {
        if (flow.visibleConnection() != null) {
          flow.connMark = flow.connMark & ~save.ctMask() ^ flow.mark & save.nfMask();
          flow.connMarkOpen = flow.connMarkOpen & ~save.ctMask() | flow.markOpen & save.nfMask();
        }
      }
      case Action.RestoreMark restore -> {
        if (flow.visibleConnection() != null) {
          flow.mark = flow.mark & ~restore.nfMask() ^ flow.connMark & restore.ctMask();
          flow.markOpen = flow.markOpen & ~restore.nfMask() | flow.connMarkOpen & restore.ctMask();
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
