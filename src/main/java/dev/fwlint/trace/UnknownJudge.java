package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet.Way;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Told;
import java.util.Set;

/**
 * What a match that is not modelled answers of one packet: where that tells enough, as the kernel
 * does; else it is open.
 */
final class UnknownJudge {
  private static final String TCP_OPTION = "-m tcp --tcp-option ";
  private static final String LO = "lo";

  /** ip6t_ipv6header.c: what may stand before the protocol's header. */
  private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 50, 51, 59, 60);

  private UnknownJudge() {}

  static Answer ask(Condition.Unknown c, Flow flow) {
    Answer open = Answer.open(c.guess() != c.negated());
    return switch (c.told()) {
      case Told.Words words -> WordJudge.ask(words, flow).negatedIf(c.negated());
      case Told.Headers headers -> isPlain(flow) ? Answer.of(isMet(headers)) : open;
      case Told.Nothing nothing -> byModule(c, flow, open);
    };
  }

  private static Answer byModule(Condition.Unknown c, Flow flow, Answer open) {
    Answer no = Answer.of(c.negated());
    return switch (c.module()) {
      // xt_tcpudp.c and xt_tcpmss.c: a header without options has none to find
      case "tcp" -> c.expression().startsWith(TCP_OPTION) && isBare(flow) ? no : open;
      case "tcpmss" -> isBare(flow) ? no : open;
      // ip6t_ah.c and its siblings: without such a header they do not hold, negated or not
      case "ah", "dst", "hbh", "rt", "srh" -> isV6(flow) && isPlain(flow) ? Answer.NO : open;
      // xt_owner.c and xt_cgroup.c: what passes through has no socket
      case "owner" -> passesThrough(flow) ? no : open;
      case "cgroup" -> passesThrough(flow) ? Answer.NO : open;
      case "socket" -> mayHaveSocket(flow) ? open : Answer.NO;
      // ipt_rpfilter.c: what comes by lo passes
      case "rpfilter" -> flow.in.equals(LO) ? Answer.of(!c.negated()) : open;
      // xt_physdev.c: only what comes in by a bridge has ports of it
      case "physdev" -> flow.in.isEmpty() || flow.in.equals(LO) ? no : open;
      default -> byConnection(c, flow, open, no);
    };
  }

  /** xt_helper.c, xt_connlabel.c, xt_connbytes.c and xt_cluster.c, of what has no connection. */
  private static Answer byConnection(Condition.Unknown c, Flow flow, Answer open, Answer no) {
    boolean connected = flow.visibleConnection() != null;
    return switch (c.module()) {
      case "helper" -> connected && flow.visibleState() != ConnState.NEW ? open : no;
      case "connlabel" -> connected ? open : no;
      case "connbytes" -> connected ? open : Answer.NO;
      case "cluster" -> connected || flow.hasTemplate() ? open : Answer.NO;
      default -> open;
    };
  }

  private static boolean passesThrough(Flow flow) {
    return flow.hook == Hook.POSTROUTING && flow.packet.hook() != Way.OUTPUT;
  }

  private static boolean isV6(Flow flow) {
    return flow.source.family() == Family.IPV6;
  }

  /** Whether the TCP header has no options: there is no room for any. */
  private static boolean isBare(Flow flow) {
    return flow.packet.protocol() == Protocols.TCP && flow.length <= Effects.bareTcp(flow);
  }

  /** Whether nothing stands between the IP header and that of the protocol. */
  private static boolean isPlain(Flow flow) {
    return !EXTENSIONS.contains(flow.packet.protocol());
  }

  /** ip6t_ipv6header.c, of a packet whose only header behind IP's is the protocol's own. */
  private static boolean isMet(Told.Headers asked) {
    return asked.soft() && asked.negated()
        ? !asked.names().contains("protocol")
        : asked.names().equals(Set.of("protocol")) != asked.negated();
  }

  /**
   * nf_socket_ipv4.c: it is looked for by TCP's and UDP's ports alone, or those that an error
   * quotes.
   */
  private static boolean mayHaveSocket(Flow flow) {
    int protocol = flow.packet.protocol();
    return protocol == Protocols.TCP
        || protocol == Protocols.UDP
        || Protocols.isIcmp(protocol)
            && (flow.packet.state() == ConnState.RELATED
                || flow.packet.state() == ConnState.INVALID);
  }
}
