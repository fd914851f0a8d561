package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimilarTest {
  private static final List<String> OPTIONS =
      List.of("dport", "sport", "dports", "syn", "tcp-flags");

  @Test
  void findsTheWordThatWasMeant() {
    assertEquals(Optional.of("dport"), Similar.closest("dprot", OPTIONS));
    assertEquals(Optional.of("dports"), Similar.closest("dportss", OPTIONS));
    assertEquals(Optional.of("tcp-flags"), Similar.closest("tcpflags", OPTIONS));
    assertEquals(Optional.of("dport"), Similar.closest("DPORT", OPTIONS));
  }

  @Test
  void saysNothingWhereNothingIsClose() {
    assertEquals(Optional.empty(), Similar.closest("frobnicate", OPTIONS));
    assertEquals(Optional.empty(), Similar.closest("x".repeat(1000), OPTIONS));
  }

  @Test
  void countsASwapOnce() {
    assertEquals(1, Similar.distance("dprot", "dport"));
    assertEquals(3, Similar.distance("", "abc"));
  }
}
