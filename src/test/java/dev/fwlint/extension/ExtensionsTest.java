package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of matches and targets hang together, and have what iptables-extensions(8) has. */
class ExtensionsTest {
  private static final String MATCHES =
      """
      addrtype ah bpf cgroup cluster comment connbytes connlabel connlimit connmark conntrack cpu dccp devgroup dscp dst
      ecn esp eui64 frag hashlimit hbh helper hl icmp icmp6 ipcomp iprange ipv6header ipvs length limit mac mark mh
      multiport nfacct osf owner physdev pkttype policy quota rateest realm recent rpfilter rt sctp set socket srh state
      statistic string tcp tcpmss time tos ttl u32 udp\
      """;

  private static final String TARGETS =
      """
      ACCEPT AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DNPT DROP DSCP ECN HL HMARK IDLETIMER LED LOG
      MARK MASQUERADE NETMAP NFLOG NFQUEUE NOTRACK QUEUE RATEEST REDIRECT REJECT RETURN SECMARK SET SNAT SNPT SYNPROXY
      TCPMSS TCPOPTSTRIP TEE TOS TPROXY TRACE TTL ULOG\
      """;

  @Test
  void hasEveryMatchAndTarget() {
    assertEquals(words(MATCHES), names(Kind.MATCH));
    assertEquals(words(TARGETS), names(Kind.TARGET));
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(List.of(text.split("\\s+")));
  }

  private static Set<String> names(Kind kind) {
    return Stream.of(Family.values())
        .flatMap(family -> Extensions.all(kind, family))
        .map(Extension::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @TestFactory
  Stream<DynamicTest> namesOnlyOptionsThatItHas() {
    return extensions()
        .map(extension -> DynamicTest.dynamicTest(extension.name(), () -> checkNames(extension)));
  }

  private static Stream<Extension> extensions() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Family.values()).flatMap(family -> Extensions.all(kind, family)))
        .distinct();
  }

  private static void checkNames(Extension extension) {
    extension.choices().stream()
        .flatMap(choice -> choice.options().stream())
        .forEach(name -> assertTrue(extension.option(name).isPresent(), name));
    for (OptionKind option : extension.options()) {
      assertEquals(option, extension.option(option.name()).orElseThrow());
      Stream.of(option.with(), option.without(), option.after())
          .flatMap(List::stream)
          .forEach(name -> assertTrue(extension.option(name).isPresent(), name));
    }
  }

  @TestFactory
  Stream<DynamicTest> readsAnyTextWithoutFailing() {
    List<String> texts =
        List.of(
            "", "!", "0", "-1", "1:2", ":", "1,2", ",", "/", "1/2", "a", "\0", "ALL", "|", "=",
            "::", "1.2.3.4");
    return extensions()
        .flatMap(extension -> extension.options().stream())
        .flatMap(option -> option.values().stream())
        .distinct()
        .map(kind ->
            DynamicTest.dynamicTest(
                kind.toString(),
                () -> {
                  for (Family family : Family.values()) {
                    texts.forEach(text -> kind.read(text, new Scope(family, 6, false)));
                  }
                }));
  }

  @Test
  void keepsTheFamiliesApart() {
    assertTrue(Extensions.match("icmp", Family.IPV4).isPresent());
    assertFalse(Extensions.match("icmp", Family.IPV6).isPresent());
    assertEquals("icmp6", Extensions.match("ipv6-icmp", Family.IPV6).orElseThrow().name());
    assertFalse(Extensions.target("TTL", Family.IPV6).isPresent());
  }

  @Test
  void knowsEachOptionByAllItsNames() {
    Extension tcp = Extensions.match("tcp", Family.IPV4).orElseThrow();

    assertEquals("dport", tcp.option("destination-port").orElseThrow().name());
    assertEquals(Set.of(6), tcp.protocols());
  }

  @Test
  void knowsWhereATargetIsLegal() {
    Extension masquerade = Extensions.target("MASQUERADE", Family.IPV4).orElseThrow();

    assertEquals(Set.of("nat"), masquerade.tables());
    assertEquals(Set.of(HookPoint.POSTROUTING), masquerade.hooks());
  }

  @Test
  void knowsWhatComesFromElsewhere() {
    assertTrue(Extensions.isFromElsewhere("geoip"));
    assertFalse(Extensions.isFromElsewhere("tcp"));
  }
}
