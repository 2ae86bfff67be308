# SPDX-License-Identifier: Apache-2.0
# Builds and runs tests/package/consumer in one way: cmake -DWAY=package|subdirectory|fetch|pkg-config
# -DSOURCE=... -DBUILD=... -DWORK=... -DMODEL=... -P consume.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}: exit code ${result}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
set(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)

if(WAY STREQUAL "package" OR WAY STREQUAL "pkg-config")
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
endif()

if(WAY STREQUAL "pkg-config")
  file(GLOB_RECURSE pc ${WORK}/prefix/*.pc)
  get_filename_component(pc_dir ${pc} DIRECTORY)
  # The prefix given to --install is not the one that the file was configured with.
  set(pkg_config ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${pc_dir}
      pkg-config --define-variable=prefix=${WORK}/prefix)
  run(${pkg_config} --cflags --libs dinozero)
  separate_arguments(flags UNIX_COMMAND "${output}")
  run(c++ -std=c++17 ${consumer}/main.cc -o ${WORK}/consumer ${flags})
  run(${pkg_config} --modversion dinozero)
  set(program ${WORK}/consumer)
else()
  run(${CMAKE_COMMAND} -S ${consumer} -B ${WORK}/build -DDINOZERO_FROM=${WAY}
      -DDINOZERO_SOURCE=${SOURCE} -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_BUILD_TYPE=Release)
  run(${CMAKE_COMMAND} --build ${WORK}/build --parallel 2)
  set(program ${WORK}/build/consumer)
endif()

run(${program})
if(NOT output MATCHES "^not_found: no-such-model.safetensors")
  message(FATAL_ERROR "the consumer printed: ${output}")
endif()
run(${program} ${MODEL})
if(NOT output MATCHES "DINO-Micro, 128 channels")
  message(FATAL_ERROR "the consumer printed: ${output}")
endif()
