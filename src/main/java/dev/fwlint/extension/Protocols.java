package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Protocols above IP by name, as Debian's /etc/protocols and iptables itself have them. */
public final class Protocols {
  private static final String NAMES =
      "ip=0 hopopt=0 icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22 rdp=27"
          + " iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45 rsvp=46 gre=47"
          + " esp=50 ah=51 skip=57 ipv6-icmp=58 ipv6-nonxt=59 ipv6-opts=60 rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93"
          + " ipip=94 etherip=97 encap=98 pim=103 ipcomp=108 vrrp=112 l2tp=115 isis=124 sctp=132 fc=133"
          + " mobility-header=135 udplite=136 mpls-in-ip=137 manet=138 hip=139 shim6=140 wesp=141 rohc=142"
          + " ethernet=143 mptcp=262 icmpv6=58 ipv6-mh=135 mh=135 all=0";

  private static final Map<String, Integer> BY_NAME = new HashMap<>();
  private static final Map<Integer, String> BY_NUMBER = new HashMap<>();

  static {
    for (String entry : NAMES.split(" ")) {
      String name = entry.substring(0, entry.indexOf('='));
      int number = Integer.parseInt(entry.substring(name.length() + 1));
      BY_NAME.put(name, number);
      BY_NUMBER.putIfAbsent(number, name);
    }
  }

  private Protocols() {}

  /** The number of a protocol: a number up to 255, or a name in lower case. */
  public static Optional<Integer> number(String text) {
    var number = Numbers.whole(text, 0, 255);
    return number.isPresent()
        ? Optional.of((int) number.getAsLong())
        : Optional.ofNullable(BY_NAME.get(text));
  }

  /** The name of a protocol, where it has one. */
  public static Optional<String> name(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /** A protocol as an option of a match takes it: a name may be in capitals, as a whole. */
  static Value read(String text, Scope scope) throws Refusal {
    Optional<Integer> number = number(text);
    String lower = text.toLowerCase(Locale.ROOT);
    if (number.isEmpty() && text.equals(text.toUpperCase(Locale.ROOT))) {
      number = number(lower);
    }
    if (number.isEmpty()) {
      throw Refusal.because("%s is not a protocol".formatted(quoted(text)));
    }
    return new Value.Protocol(number.get() & 0xff);
  }

  /** A protocol as {@code -p} takes it: in letters of any case. */
  static Value readGeneral(String text, Scope scope) throws Refusal {
    Optional<Integer> number = number(text.toLowerCase(Locale.ROOT));
    if (number.isEmpty()) {
      throw Refusal.because("%s is not a protocol".formatted(quoted(text)));
    }
    return new Value.Protocol(number.get());
  }
}
