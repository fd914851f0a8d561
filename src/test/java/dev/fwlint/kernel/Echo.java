package dev.fwlint.kernel;

import dev.fwlint.kernel.DockerLab.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/** Answers each datagram to some ports of a place, which busybox has no server for. */
final class Echo implements AutoCloseable {
  private final Selector selector;

  Echo(Place place, List<Integer> ports) {
    selector =
        Knocks.inside(
            place,
            () -> {
              Selector opened = Selector.open();
              for (int port : ports) {
                DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
                channel.bind(new InetSocketAddress("0.0.0.0", port));
                channel.configureBlocking(false);
                channel.register(opened, SelectionKey.OP_READ);
              }
              return opened;
            });
    Thread.ofPlatform().daemon().name("echo " + place).start(this::serve);
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(key -> answer((DatagramChannel) key.channel()));
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException over) {
      // closed in the midst of it
    }
  }

  private static void answer(DatagramChannel channel) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(16);
      SocketAddress from = channel.receive(bytes);
      if (from != null) {
        channel.send(bytes.flip(), from);
      }
    } catch (IOException gone) {
      // whoever sent it hears nothing then, as of any datagram that is lost
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException closed) {
      throw new java.io.UncheckedIOException(closed);
    }
  }
}
