package dev.fwlint.kernel;

/**
 * Makes connections known to the kernel, and makes it forget them
 * (linux/netfilter/nfnetlink_conntrack.h).
 */
final class Conntrack implements AutoCloseable {
  static final int SEEN_REPLY = 2;
  static final int ASSURED = 4;
  static final int CONFIRMED = 8;

  private static final int CONNECTIONS = 1 << 8;
  private static final int EXPECTATIONS = 2 << 8;
  private static final int NEW = 0;
  private static final int DELETE = 2;
  private static final int CREATE = 0x400 | 0x200;
  private static final long SECONDS = 600;

  private static final int TCP = 6;
  private static final int SCTP = 132;
  private static final int ESTABLISHED_TCP = 3;
  private static final int ESTABLISHED_SCTP = 4;
  private static final int LIBERAL = 0x0808;

  private final Netlink netlink = new Netlink();

  /**
   * A connection to be.
   *
   * @param original its first packet
   * @param translated what becomes of the first packet after DNAT, without which it is the same
   * @param status bits of conntrack's status
   * @param helper the name of a helper, for what is to expect another connection; else empty
   */
  record Connection(Tuple original, Tuple translated, int status, long mark, String helper) {}

  void forgetAll() {
    netlink.request(CONNECTIONS | DELETE, 0, 0, new Attributes());
  }

  void insert(Connection connection) {
    Tuple original = connection.original();
    Attributes attributes =
        new Attributes()
            .put(1, original.attributes())
            .put(2, original.reversed().attributes())
            .put32(3, connection.status() | CONFIRMED)
            .put32(7, SECONDS)
            .put32(8, connection.mark());
    if (original.protocol() == TCP) {
      attributes.put(4, new Attributes().put(1, tcp()));
    } else if (original.protocol() == SCTP) {
      attributes.put(4, new Attributes().put(3, sctp()));
    }
    if (!connection.helper().isEmpty()) {
      attributes.put(5, new Attributes().putText(1, connection.helper()));
    }
    // even where nothing is translated: nat is to take the connection for one that it has seen
    attributes.put(13, translation(connection.translated()));
    netlink.request(CONNECTIONS | NEW, CREATE, family(original), attributes);
  }

  private static Attributes tcp() {
    return new Attributes().put8(1, ESTABLISHED_TCP).put16(4, LIBERAL).put16(5, LIBERAL);
  }

  private static Attributes sctp() {
    return new Attributes().put8(1, ESTABLISHED_SCTP).put32(2, 0).put32(3, 0);
  }

  private static Attributes translation(Tuple to) {
    boolean v4 = family(to) == RawSocket.AF_INET;
    Attributes ports =
        new Attributes().put16(1, to.destinationPort()).put16(2, to.destinationPort());
    Attributes range =
        new Attributes()
            .put(v4 ? 1 : 4, to.destination().bytes())
            .put(v4 ? 2 : 5, to.destination().bytes());
    return Endpoints.WITH_PORTS.contains(to.protocol()) ? range.put(3, ports) : range;
  }

  /** Makes a known connection, which has a helper, expect another. */
  void expect(Tuple master, Tuple expected, Tuple mask) {
    Attributes attributes =
        new Attributes()
            .put(1, master.attributes())
            .put(2, expected.attributes())
            .put(3, mask.attributes())
            .put32(4, SECONDS);
    netlink.request(EXPECTATIONS | NEW, CREATE, family(master), attributes);
  }

  private static int family(Tuple tuple) {
    return switch (tuple.family()) {
      case IPV4 -> RawSocket.AF_INET;
      case IPV6 -> RawSocket.AF_INET6;
    };
  }

  @Override
  public void close() {
    netlink.close();
  }
}
