package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Staging.Care;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's settings in a lab: a host that forwards everything, believes every address and says
 * nothing of itself.
 */
final class Settings {
  private static final List<String> BOTH =
      List.of(
          "netfilter/nf_conntrack_tcp_be_liberal=1",
          "netfilter/nf_conntrack_tcp_loose=1",
          "netfilter/nf_conntrack_checksum=0");

  private static final List<String> V4 =
      List.of(
          "ipv4/ip_forward=1",
          "ipv4/ip_early_demux=0",
          "ipv4/icmp_echo_ignore_all=1",
          "ipv6/conf/all/disable_ipv6=1",
          "ipv6/conf/default/disable_ipv6=1");

  private static final List<String> V4_OF_EACH =
      List.of(
          "rp_filter=0",
          "accept_local=1",
          "route_localnet=1",
          "send_redirects=0",
          "log_martians=0");

  // an interface that knows itself a router's joins groups, and tells of it; all forward by the
  // first setting
  private static final List<String> V6 =
      List.of(
          "ipv6/conf/all/forwarding=1",
          "ipv6/conf/default/forwarding=0",
          "ipv6/icmp/echo_ignore_all=1");

  private static final List<String> V6_OF_EACH =
      List.of(
          "accept_ra=0",
          "accept_dad=0",
          "dad_transmits=0",
          "router_solicitations=0",
          "addr_gen_mode=1");

  private Settings() {}

  /** The shell commands that make them; a setting that this kernel does not have is passed over. */
  static String commands(Family family) {
    boolean v4 = family == Family.IPV4;
    List<String> settings = new ArrayList<>(BOTH);
    settings.addAll(v4 ? V4 : V6);
    for (String scope : List.of("all", "default", "lo")) {
      for (String setting : v4 ? V4_OF_EACH : V6_OF_EACH) {
        settings.add((v4 ? "ipv4/conf/" : "ipv6/conf/") + scope + "/" + setting);
      }
    }
    StringBuilder script = new StringBuilder();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      script.append(
          "test ! -e /proc/sys/net/%1$s || echo %2$s > /proc/sys/net/%1$s\n"
              .formatted(parts[0], parts[1]));
    }
    return script.append("ip link set lo up").toString();
  }

  /** Makes conntrack strict about something, or lenient again; in the namespace of this thread. */
  static void change(Care care, boolean strict) {
    switch (care) {
      case NOTHING -> {}
      case CHECKSUMS -> write("nf_conntrack_checksum", strict ? "1" : "0");
      case BEGINNINGS -> write("nf_conntrack_tcp_loose", strict ? "0" : "1");
    }
  }

  private static void write(String setting, String value) {
    try {
      Files.writeString(Path.of("/proc/sys/net/netfilter", setting), value);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
