// SPDX-License-Identifier: Apache-2.0
#include "report/json_report.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "isa/decoder.h"
#include "isa/disassembler.h"

namespace dinozero::timing {
namespace {

using Json = nlohmann::ordered_json;

Json stalls_json(const std::array<std::uint64_t, kStallCount>& stalls) {
  Json json = Json::object();
  for (unsigned k = 0; k < kStallCount; ++k) json[stall_name(static_cast<Stall>(k))] = stalls[k];
  return json;
}

Json statistics_json(const Statistics& s) {
  return Json{{"cycles", s.cycles},
              {"instructions", s.instructions},
              {"issue_cycles", s.issue_cycles},
              {"stalls", stalls_json(s.stalls)},
              {"loads", s.loads},
              {"stores", s.stores},
              {"data_misses", s.data_misses},
              {"store_misses", s.store_misses},
              {"instruction_misses", s.instruction_misses},
              {"l2_misses", s.l2_misses},
              {"micro_tlb_misses", s.micro_tlb_misses},
              {"tlb_misses", s.tlb_misses},
              {"branches", s.branches},
              {"mispredicted", s.mispredicted},
              {"folded", s.folded},
              {"predicted_static", s.predicted_static},
              {"preloads", s.preloads},
              {"preloads_unknown", s.preloads_unknown},
              {"preload_misses", s.preload_misses},
              {"unmodelled", s.unmodelled},
              {"unknown_fpscr", s.unknown_fpscr}};
}

std::string hex(std::uint32_t value) {
  char text[12];
  std::snprintf(text, sizeof text, "%08x", value);
  return text;
}

}  // namespace

std::string json_report(const Session& session, const BoardProfile& board, PageMapping mapping,
                        std::size_t address_limit) {
  Json report;
  report["board"] = board.id;
  report["clock_mhz"] = board.clock_mhz;
  report["mapping"] = mapping == PageMapping::kIdentity ? "identity" : "scattered";
  report["total"] = statistics_json(session.total());
  report["cycles_read"] = session.cycles_read();
  report["regions"] = Json::array();
  for (unsigned k = 0; k < kRegionCount; ++k) {
    const Session::Region& region = session.regions()[k];
    if (region.entries == 0) continue;
    Json json = statistics_json(region.statistics);
    json["region"] = k;
    json["entries"] = region.entries;
    report["regions"].push_back(std::move(json));
  }
  report["unmodelled"] = Json::array();
  for (const auto& [word, count] : session.unmodelled_words()) {
    report["unmodelled"].push_back({{"word", hex(word)}, {"count", count}});
  }
  if (address_limit > 0) {
    report["symbols"] = Json::array();
    for (const Session::SymbolProfile& symbol : session.symbols()) {
      report["symbols"].push_back({{"name", symbol.name},
                                   {"cycles", symbol.cycles},
                                   {"instructions", symbol.instructions},
                                   {"stalls", stalls_json(symbol.stalls)}});
    }
    report["addresses"] = Json::array();
    for (const AddressProfile* address : session.addresses(address_limit)) {
      report["addresses"].push_back({{"pc", hex(address->pc)},
                                     {"symbol", session.symbol_of(address->pc)},
                                     {"text", disassemble(decode(address->word), address->pc)},
                                     {"executions", address->executions},
                                     {"cycles", address->cycles},
                                     {"stalls", stalls_json(address->stalls)}});
    }
  }
  if (!session.segments().empty()) {
    report["segments"] = Json::array();
    for (const Session::Segment& segment : session.segments()) {
      report["segments"].push_back({{"entry", hex(segment.entry)},
                                    {"cycles", segment.cycles},
                                    {"instructions", segment.instructions}});
    }
  }
  if (!session.scopes().empty()) report["scopes"] = session.scopes();
  return report.dump(1) + "\n";
}

}  // namespace dinozero::timing
